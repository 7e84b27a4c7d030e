/** The public API: read a project, play it, follow what happens as typed events. */
export { type Builtins, createBuiltins } from './builtins.ts';
export type { HostResult, HostStats, RunEvent, TaskIdentity, TaskStatus } from './engine/events.ts';
export type { RunOptions } from './engine/options.ts';
export { runPlaybooks } from './engine/run.ts';
export type { RunRequest } from './engine/run-request.ts';
export { type Diagnostic, type Fault, TsplayError } from './errors.ts';
export { loadInventory } from './inventory/load.ts';
export { VariableFolders } from './inventory/variable-folders.ts';
export type { ModuleContext, Target } from './module/context.ts';
export { type AnyModule, defineModule, type Module } from './module/define.ts';
export type { ModuleResult } from './module/result.ts';
export { type LoadContext, loadPlaybook } from './project/load-playbook.ts';
export { createHumanReporter } from './reporters/human.ts';
export { createJsonReporter } from './reporters/json.ts';
export type { Output, Reporter } from './reporters/types.ts';
export { renderDiagnostic } from './source/code-frame.ts';
export { type AccessDefaults, accessDefaults } from './variables/connection-variables.ts';
export { createVault, type VaultOptions, type VaultSecret } from './vault/vault.ts';
