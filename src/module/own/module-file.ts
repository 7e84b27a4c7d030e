/** A file that a project brings as a module. */
export interface ModuleFile {
  readonly path: string;
  /** The short name. */
  readonly name: string;
  /** `ansible.legacy` for one in a `library` folder. */
  readonly collection: string;
}
