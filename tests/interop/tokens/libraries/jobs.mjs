// Reads jobs from standard input and writes the answers. README.md says what a job is.
import { readFileSync } from 'node:fs';

async function answer(functions, job) {
  try {
    return await functions[job.do](job);
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}

export async function doJobs(library, functions) {
  const answers = [];
  for (const job of JSON.parse(readFileSync(0, 'utf8'))) answers.push(await answer(functions, job));
  process.stdout.write(JSON.stringify({ library, answers }));
}

export function versionOf(name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
}
