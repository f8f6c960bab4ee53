import { ecma } from "./imports-ecma.ts";
import { c, dotnet, go, jvm, php, ruby, rust, shell, swift } from "./imports-packages.ts";
import { python } from "./imports-python.ts";
import type { ImportStrategy } from "./strategy.ts";

/** The strategies by the names that `language.json` uses. */
export const importStrategies: Readonly<Record<string, ImportStrategy>> = { ecma, python, jvm, go, dotnet, php, ruby, rust, c, swift, shell };
