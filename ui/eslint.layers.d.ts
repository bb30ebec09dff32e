import type { Linter } from "eslint";

export const layers: string[];
export function layerRules(shared: object[]): Linter.Config[];
