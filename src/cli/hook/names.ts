/** The hooks of git that lorelint can be. */
export const HOOKS = ["pre-commit", "sendemail-validate", "pre-applypatch"] as const;
export type HookName = (typeof HOOKS)[number];
