import type { FunctionAnalysis } from "../../src/flow/analysis.js";
import type { Tracked } from "../../src/flow/model.js";
import type { ObservedCall } from "../../src/flow/observed.js";
import type { FileView, Report, Rule } from "../../src/rules/rule.js";
import { hotplugCall, isCalled } from "../models/hotplug-file.js";
import { lockModel } from "../models/lock.js";
import { isHeld, isReleased } from "../models/lock-status.js";
import { calleeText } from "../models/section.js";

export const cpuhpLockVariant: Rule = {
	meta: {
		id: "cpuhp-lock-variant",
		family: "cpuhp",
		summary:
			"A CPU hotplug state is set up or removed with cpus_read_lock() held, or without it, by the wrong variant",
		rationale: `
\`cpuhp_setup_state()\` and its kin take \`cpus_read_lock()\` themselves. Under it a caller must use the
\`_cpuslocked\` form: a second read lock waits behind a CPU that goes up or down and itself waits for the
first. The \`_cpuslocked\` form without the lock runs the callbacks while CPUs come and go.

The rule speaks where the lock is certainly held on the path, also where a callee of the file makes the
call; and of the \`_cpuslocked\` form where the path has released the lock, where the function is one that
boot code or module loading calls, or where a patch took the lock away.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-plain-under-lock", ok: "ok-cpuslocked-under-lock" },
	},

	*check(analysis: FunctionAnalysis, file: FileView): Iterable<Report> {
		const reported = new Set<number>();
		for (const call of analysis.calls) {
			const row = hotplugCall(call.name);
			if (!row || reported.has(call.span.start)) continue;
			const lock = cpusLock(call);
			const report = row.locked ? withoutLock(call, lock, analysis, file) : underLock(call, lock);
			if (!report) continue;
			reported.add(call.span.start);
			yield report;
		}
	},

	/** Calls of the `_cpuslocked` forms with the lock held. */
	*evidence({ calls }: FunctionAnalysis): Iterable<string> {
		for (const call of calls) {
			if (!hotplugCall(call.name)?.locked || call.via.length > 0) continue;
			const lock = cpusLock(call);
			if (lock && isHeld(lock.status)) yield heldKey(call.name);
		}
	},
};

/** Held for reading or for writing. */
function cpusLock(call: ObservedCall): Tracked | null {
	for (const [place, lock] of call.tracked(lockModel)) {
		if (place.kind === "singleton" && /^cpus_(read|write)_lock$/.test(place.name)) return lock;
	}
	return null;
}

function underLock(call: ObservedCall, lock: Tracked | null): Report | null {
	if (!lock || !isHeld(lock.status)) return null;
	return {
		...reportOf(call, lock),
		message: `${calleeText(call)} takes \`cpus_read_lock()\`, which is held here; the \`_cpuslocked\` form does not`,
	};
}

function withoutLock(
	call: ObservedCall,
	lock: Tracked | null,
	{ unit, graph }: FunctionAnalysis,
	file: FileView,
): Report | null {
	if (call.via.length > 0 || (lock && !isReleased(lock.status))) return null;
	const report = {
		...reportOf(call, lock),
		message: `\`${call.name}()\` is called without \`cpus_read_lock()\``,
	};
	if (lock) return report;
	if (graph.hasGaps) return null;
	const isEntry = new RegExp(`\\b(module_init|\\w*_initcall\\w*)\\s*\\(\\s*${unit.name}\\s*\\)`);
	if (isEntry.test(file.image.text)) return report;
	// Whoever calls it may hold the lock.
	if (isCalled(unit.name, file)) return null;
	return { ...report, confidence: "likely", onlyIf: [heldKey(call.name)] };
}

function reportOf(call: ObservedCall, lock: Tracked | null): Omit<Report, "message"> {
	return {
		at: call.span,
		confidence: lock?.assumed ? "likely" : "certain",
		subject: call.name,
		object: lock,
		trace: call.trace,
		origin: call.origin,
		ending: `\`${call.via[0] ?? call.name}()\` is called here`,
	};
}

function heldKey(name: string): string {
	return `held ${name}`;
}
