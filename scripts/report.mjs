// How scripts talk: to people in lines of text, to programs in lines of JSON.

/** A failure whose message says all that a person needs; shown without a stack. */
export class ExpectedError extends Error {
  name = 'ExpectedError'
}

/** Runs a script's story; its failure becomes one readable message and exit code 1. */
export async function main(story) {
  try {
    await story()
  } catch (error) {
    process.stderr.write(`\n${error instanceof ExpectedError ? error.message : error.stack}\n`)
    process.exitCode = 1
  }
}

/** The value after `--name`, true for one without a value, undefined when it is absent. */
export function option(name, args = process.argv.slice(2)) {
  const index = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`))
  if (index < 0) return undefined
  const [, inline] = /=(.*)$/s.exec(args[index]) ?? []
  if (inline !== undefined) return inline
  const next = args[index + 1]
  return next === undefined || next.startsWith('--') ? true : next
}
