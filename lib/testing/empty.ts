// Stands for modules that only a bundler gives meaning to, such as server-only.
export {}
