#!/usr/bin/env node
// Plain JavaScript, so that Node keeps what it has compiled of all else and the next command begins sooner.
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("../src/main.ts");
