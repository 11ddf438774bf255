import type { Effect, Outcome } from "../../src/flow/model.js";
import { ANYTHING, ERROR, NEGATIVE } from "../../src/flow/values.js";
import { LifeOperation, lifeModel } from "../models/lifetime.js";
import { type Ending, endings, keepers } from "./frees.js";

const FAILED = ERROR | NEGATIVE;

/** What ends the life of an object, as what calls do beside all else. */
export function lifeOutcomes(): Map<string, readonly Outcome[]> {
	const kept = keepers.map(
		({ name, argument }) => [name, [always(LifeOperation.Keep, argument, -1)]] as const,
	);
	return new Map<string, readonly Outcome[]>([
		...endings.map((row, detail) => [row.name, outcomesOf(row, detail)] as const),
		...kept,
	]);
}

function outcomesOf({ what, argument, when }: Ending, detail: number): readonly Outcome[] {
	const operation = what === "dropped" ? LifeOperation.Drop : LifeOperation.Free;
	const ends = always(operation, argument, detail);
	if (when === "always") return [ends];
	return [
		{ result: ANYTHING & ~FAILED, effects: [] },
		{ ...ends, result: FAILED, ifAsked: true },
	];
}

function always(operation: LifeOperation, object: number, detail: number): Outcome {
	const effect: Effect = { model: lifeModel, operation, object, path: [], detail, registers: [] };
	return { result: ANYTHING, effects: [effect] };
}
