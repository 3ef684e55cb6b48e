/** Stands for `-` while yargs parses, which takes that for an option. No file can have this name. */
export const STANDARD_INPUT = '\0standard input';
