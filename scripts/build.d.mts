/** Bundles the programs into a folder, and names the packages of others that are in the bundles. */
export function build(options?: { outdir?: string; production?: boolean }): Promise<string[]>;
