import type { Finding } from "../../rules/finding.js";
import type { RuleSet } from "../../rules/registry.js";
import type { PatchResult } from "../result.js";
import { type CheckedPatch, type Judgement, SeriesJudge } from "./judge.js";
import { type OpenFinding, patchLabel } from "./open-finding.js";

interface Held {
	readonly result: PatchResult;
	/** What the patch introduced and none of those behind it has healed so far. */
	readonly open: Set<Finding>;
	/** By whom the others were healed. */
	readonly healed: Map<Finding, PatchResult>;
}

/**
 * The verdict on a series: what its patches introduce and later ones heal is no finding. Results are given
 * back in order, each as soon as nothing behind it can change it.
 */
export class SeriesVerdicts {
	private readonly judge: SeriesJudge;
	/** In order; the first of them has something open. */
	private readonly queue: Held[] = [];
	private readonly holders = new Map<OpenFinding, Held>();

	/** @param bisection keep what was healed, as notes that name both patches */
	constructor(
		rules: RuleSet,
		private readonly bisection: boolean,
	) {
		this.judge = new SeriesJudge(rules);
	}

	/** Takes the next patch, and gives the results that are settled by it. */
	async add(patch: CheckedPatch): Promise<readonly PatchResult[]> {
		const { healed, opened, isOld, problems } = await this.judged(patch);
		for (const open of healed) {
			const holder = this.holders.get(open);
			holder?.open.delete(open.finding);
			holder?.healed.set(open.finding, patch.result);
			this.holders.delete(open);
		}
		const findings = patch.result.findings.filter((finding) => !isOld(finding));
		const held: Held = {
			result: { ...patch.result, findings, problems: [...patch.result.problems, ...problems] },
			open: new Set(opened.map(({ finding }) => finding)),
			healed: new Map(),
		};
		for (const open of opened) this.holders.set(open, held);
		this.queue.push(held);
		const settled = this.queue.findIndex(({ open }) => open.size > 0);
		return this.release(settled < 0 ? this.queue.length : settled);
	}

	/** The series is over: what is open stays. */
	end(): readonly PatchResult[] {
		return this.release(this.queue.length);
	}

	/** A defect of ours in the judgement must not cost the findings. */
	private async judged(patch: CheckedPatch): Promise<Judgement & Pick<PatchResult, "problems">> {
		try {
			return { ...(await this.judge.judge(patch)), problems: [] };
		} catch (error) {
			const message = `not compared with the patches before, internal error: ${(error as Error).message}`;
			return { healed: [], opened: [], isOld: () => false, problems: [{ path: null, line: null, message }] };
		}
	}

	private release(count: number): readonly PatchResult[] {
		return this.queue.splice(0, count).map(({ result, healed }) => ({
			...result,
			findings: result.findings.flatMap((finding) => {
				const healer = healed.get(finding);
				if (!healer) return [finding];
				return this.bisection ? [bisectionNote(finding, result, healer)] : [];
			}),
		}));
	}
}

function bisectionNote(finding: Finding, by: PatchResult, healer: PatchResult): Finding {
	const [from, to] = [patchLabel(by.patch), patchLabel(healer.patch)];
	const story = `introduced by ${from}, healed by ${to}: a bisection that stops between them meets it`;
	return { ...finding, severity: "note", message: `${finding.message} (${story})`, healedBy: to };
}
