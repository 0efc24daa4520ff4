// What `npm start` prints. With --json, standard output holds the ready line, then JSON lines only;
// whatever else there is to say goes to standard error.

export function openConsole({ json }) {
  const toPeople = (text) => (json ? process.stderr : process.stdout).write(`${text}\n`)
  const toPrograms = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)
  return {
    say: toPeople,
    ready: (facts) => (json ? toPrograms(facts) : toPeople(readyText(facts))),
    /** One step of the demo: what it is, and how far. */
    progress: (step) => (json ? toPrograms({ demo: step }) : toPeople(`  demo: ${step}`)),
  }
}

const readyText = ({ url, ownerLink, simulatorUrl }) => `
ProConnect is ready:  ${url}

  Look around as the owner of the demo (the link works once):
    ${ownerLink}
  Mails that it sends:       ${simulatorUrl}/mailbox
  Meta, simulated:           ${simulatorUrl}/admin
  The operator's desk:       ${simulatorUrl}/operator-sign-in?to=${url}/operator

Ctrl-C stops everything. State stays; “npm start -- --fresh” begins anew.
`
