// Reads {library, people} from standard input, lets cql-execution decide every sign for each of them, and
// prints {seconds, megabytes, answers}: the signs that hold and those that are not known.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import cql from "cql-execution";

const { library, people } = JSON.parse(readFileSync(0, "utf-8"));
const nobody = { currentPatient: () => undefined, nextPatient: () => undefined };
const executor = new cql.Executor(new cql.Library(library));

const answers = [];
const start = performance.now();
for (const parameters of people) {
  const { unfilteredResults } = await executor.withParameters(parameters).exec(nobody);
  answers.push(unfilteredResults);
}
const seconds = (performance.now() - start) / 1000;

const told = answers.map((one) => ({
  fired: Object.keys(one).filter((id) => one[id] === true),
  undecided: Object.keys(one).filter((id) => one[id] === null || one[id] === undefined),
}));
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, megabytes, answers: told }));
