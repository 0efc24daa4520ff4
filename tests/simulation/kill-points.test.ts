import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ROOT } from '../../scripts/build.mjs'
import type { KillReport } from './kills'
import { lastLineOf, simulate } from './run'

/** Histories in which every effect has come at least once. */
const HISTORIES = 420

/**
 * Effects in the consumer's code that no history comes to, and the test that does: work that has nothing
 * to do with sending, and is tested for its own interruptions. All that sends is killed here.
 */
const ELSEWHERE: { file: RegExp; effect: RegExp; test: string }[] = [
  {
    file: /contacts\/(?:import|tag)-/,
    effect: /./,
    test: 'tests/features/contacts/import-faults.test.ts',
  },
  // Erasing, exporting, keeping no longer than said.
  {
    file: /features\/deletion/,
    effect: /./,
    test: 'tests/features/deletion/workflow.test.ts',
  },
  // Owners hear of what a fresh code allowed: erasing, exporting, another token.
  {
    file: /accounts\/fresh-operations/,
    effect: /mailer\.send/,
    test: 'tests/features/accounts/fresh.test.ts',
  },
  // A contact that a person adds.
  {
    file: /contacts\/identity-queries/,
    effect: /INSERT INTO consents/,
    test: 'tests/features/contacts/contacts.test.ts',
  },
  // Making a new key and sealing anew is killed here; wrapping and destroying is not.
  {
    file: /crypto\/data-keys|accounts\/(?:key|reseal)-/,
    effect: /./,
    test: 'tests/features/accounts/keys.test.ts',
  },
  // Giving access back to Meta.
  {
    file: /graph\/(?:access|accounts)|meta\/(?:queries|disconnect-operations)/,
    effect: /./,
    test: 'tests/features/meta/access.test.ts',
  },
  // Large bodies that nobody fetched within days.
  {
    file: /meta\/webhook-operations/,
    effect: /files\.delete/,
    test: 'tests/features/meta/webhook.test.ts',
  },
  {
    file: /features\/templates|graph\/templates|broadcasts\/template-operations/,
    effect: /./,
    test: 'tests/features/templates/sync.test.ts',
  },
  // A template to one person counts against the portfolio's limit; histories answer with texts.
  {
    file: /broadcasts\/ledger-queries/,
    effect: /INSERT INTO limit_ledger/,
    test: 'tests/features/broadcasts/limit.test.ts',
  },
  // People of one zone whose rest ends at another time than was known.
  {
    file: /broadcasts\/part-queries/,
    effect: /UPDATE chunks/,
    test: 'tests/features/broadcasts/zones-resting.test.ts',
  },
  // Somebody does not wait for the time: seldom in the first few hundred histories.
  {
    file: /broadcasts\/schedule-operations/,
    effect: /jobs\.chore/,
    test: 'tests/features/broadcasts/killed.test.ts',
  },
  // A start that was missed.
  {
    file: /broadcasts\/(?:schedule-queries|start-operations)/,
    effect: /db\.update\(broadcasts|live\.changed/,
    test: 'tests/features/broadcasts/killed.test.ts',
  },
  // Who joins by the public page: histories have no such page.
  {
    file: /contacts\/opt-in-queries/,
    effect: /INSERT INTO opt_in_counts|db\.delete\(optInAsks/,
    test: 'tests/features/inbox/wishes.test.ts',
  },
  // What is done by hand with conversations, marks and files: histories have texts and replies only.
  {
    file: /features\/inbox|graph\/media/,
    effect: /./,
    test: 'tests/features/inbox/repeated.test.ts',
  },
  // A letter never holds a body: it names a sealed file.
  {
    file: /dead-letter-operations/,
    effect: /jobs\.events/,
    test: 'tests/features/accounts/dead-letters.test.ts',
  },
  // Changes to many contacts, and the undo of an import: histories have neither.
  {
    file: /contacts\/(?:bulk|undo)-/,
    effect: /./,
    test: 'tests/features/contacts/killed.test.ts',
  },
  // Contacts that become one, and two again, and the search for them: histories have no such person.
  {
    file: /(?:contacts\/(?:merge|parting|duplicate)|broadcasts\/merge)-/,
    effect: /./,
    test: 'tests/features/contacts/killed.test.ts',
  },
  // A person's other number, and what they choose in WhatsApp itself.
  {
    file: /contacts\/identity-queries/,
    effect: /INSERT INTO suppressions|(?:DELETE FROM|INSERT INTO) identities|db\.update\(contacts/,
    test: 'tests/features/contacts/killed.test.ts',
  },
  {
    file: /contacts\/consent-queries/,
    effect: /DELETE FROM suppressions/,
    test: 'tests/features/contacts/killed.test.ts',
  },
  // News and checks of a connection, and the past of the phone app.
  {
    file: /meta\/(?:portfolio|coexistence|health)-/,
    effect: /./,
    test: 'tests/features/meta/killed.test.ts',
  },
  {
    file: /consumer\/account-news/,
    effect: /live\.changed/,
    test: 'tests/features/meta/killed.test.ts',
  },
  // Counting what was sent, and telling of it.
  {
    file: /features\/analytics/,
    effect: /./,
    test: 'tests/features/analytics/killed.test.ts',
  },
  // A tap on a quick reply counts in reports; histories have texts.
  {
    file: /broadcasts\/template-queries/,
    effect: /db\.insert\(broadcastTaps/,
    test: 'tests/features/analytics/killed.test.ts',
  },
  // A day is replayed from the raw log because a person asked for it.
  {
    file: /consumer\/events/,
    effect: /jobs\.chore/,
    test: 'tests/features/analytics/killed.test.ts',
  },
]

describe('whoever is killed at any effect', () => {
  let report: KillReport

  beforeAll(async () => {
    // What `killEverywhere` answers.
    report = lastLineOf(await simulate('--kill', '--histories', HISTORIES)) as KillReport
  }, 600_000)

  it('leaves nothing twice, nothing lost, nothing that does not come to rest', () => {
    expect(report.failures).toEqual([])
  })

  it('was killed both before it and after it', () => {
    expect(report.steps.length).toBeGreaterThan(150)
    expect(report.notKilled).toEqual([])
  })

  it('did something that histories come to, or that another test kills', () => {
    const unknown = report.unreached.filter(
      ({ file, text }) => !ELSEWHERE.some((one) => one.file.test(file) && one.effect.test(text)),
    )
    const told = unknown.map(({ file, text }) => `${file}: ${text} is killed by no test`)
    expect(told).toEqual([])
  })

  it('is not excused for what is gone', () => {
    for (const { file, effect, test } of ELSEWHERE) {
      const isThere = report.unreached.some((one) => file.test(one.file) && effect.test(one.text))
      expect(isThere, `${file} ${effect}`).toBe(true)
      expect(existsSync(join(ROOT, test)), test).toBe(true)
    }
  })
})
