/** The repository. SST and CDK both run there, and SST moves this code into one file, so its own place says nothing. */
export const root = process.cwd();
