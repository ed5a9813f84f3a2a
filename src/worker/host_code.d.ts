// Made by the build: the program of the worker (host.ts) and all that it needs, as one script.

export declare const hostCode: string;
