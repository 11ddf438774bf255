import type { Finding, Status } from "../../rules/finding.js";

/** The findings of one patch, from which the judgement takes those that belong to patches before it. */
export class FindingPool {
	private readonly left: Set<Finding>;
	private readonly taken = new Set<Finding>();

	constructor(findings: readonly Finding[]) {
		this.left = new Set(findings);
	}

	/** Those of a status that nothing has taken. */
	of(status: Status): readonly Finding[] {
		return [...this.left].filter((finding) => finding.status === status);
	}

	/** Takes the first of that status that passes a test, the tests in order. */
	take(status: Status, ...tests: readonly ((finding: Finding) => boolean)[]): Finding | null {
		const candidates = this.of(status);
		for (const test of tests) {
			const found = candidates.find(test);
			if (found === undefined) continue;
			this.left.delete(found);
			this.taken.add(found);
			return found;
		}
		return null;
	}

	/** Whether it says nothing new, since it belongs to a patch before. */
	isTaken(finding: Finding): boolean {
		return this.taken.has(finding);
	}
}
