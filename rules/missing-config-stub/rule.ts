import { type Level, symbolsOf, textOf } from "../../src/config/formula.js";
import type { UndeclaredCall } from "../../src/config/undeclared.js";
import type { BuildReport, BuildView, Rule } from "../../src/rules/rule.js";

export const missingConfigStub: Rule = {
	meta: {
		id: "missing-config-stub",
		family: "config",
		summary: "A function is called where some configurations do not declare it",
		rationale: `
A header declares \`f()\` in \`#ifdef CONFIG_X\` and has no stub in the \`#else\` arm. Code that is built without
\`CONFIG_X\` and calls it does not compile: implicit declaration of function. Whoever wrote it had the option on;
the build robots find out a day later.

The rule works out when a name is declared (by the file and all headers that it includes), when the call is
compiled (the \`#if\` around it, the Makefiles that build the file), and whether Kconfig allows a configuration
with the call and without the declaration. It reports calls that the patch adds or moves, and calls
of functions whose declaration the patch narrows, such as by deleting a stub. Their callers are looked for in
the whole tree.

It needs the tree. It is silent where a header of the patch does not fit the tree, where no Makefile names the
file in a way that it understands, and where a condition is about more than the configuration.
\`if (IS_ENABLED(CONFIG_X))\` around a call spares the definition, not the declaration.
`,
		severity: "error",
		state: "stable",
		since: "0.1.0",
		examples: { bad: "bad-no-stub", ok: "ok-stub" },
	},

	*checkBuild({ undeclared }: BuildView): Iterable<BuildReport> {
		for (const call of undeclared) {
			const { name, unit, at, image, declared } = call;
			const lacking = lackingIn(call);
			const condition = textOf(declared.condition);
			yield {
				...{ unit, at, subject: name, confidence: "likely" },
				message: `\`${name}()\` is not declared with ${lacking}, and this is compiled then`,
				steps: [
					{
						path: declared.path,
						line: declared.line,
						message: `\`${name}\` is declared here, under \`${condition}\` only`,
					},
					{ path: image.path, line: image.lineAt(at.start), message: howBuilt(call) },
				],
			};
		}
	},
};

/** The values of the symbols that the declaration is about: `CONFIG_X=n`. */
function lackingIn({ declared, values }: UndeclaredCall): string {
	const about = symbolsOf(declared.condition);
	return listed([...values].filter(([name]) => about.has(name)));
}

function howBuilt({ built, values }: UndeclaredCall): string {
	const about = symbolsOf(built);
	const on = [...values].filter(([name, level]) => level > 0 && about.has(name));
	return on.length === 0 ? "this file is always built" : `this file is built with ${listed(on)}`;
}

function listed(values: readonly (readonly [string, Level])[]): string {
	return values.map(([name, level]) => `CONFIG_${name}=${"nmy"[level]}`).join(", ");
}
