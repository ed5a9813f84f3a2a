// The symbols of every build.
export * from "./elementwise/unary";
export * from "./elementwise/table";
