import { beforeAll, describe, expect, it } from 'vitest'
import { placeholdersIn, problemsOf, readConfigurations } from '../../scripts/configuration.mjs'

type Configurations = Awaited<ReturnType<typeof readConfigurations>>

let sound: Configurations
beforeAll(async () => {
  sound = await readConfigurations()
})

/** The project's own configuration after one mistake. */
function problemsAfter(spoil: (broken: Configurations) => void): string[] {
  const broken = structuredClone(sound)
  spoil(broken)
  return problemsOf(broken, ['LINK_SECRET'])
}

describe('configuration of both workers', () => {
  it('is sound in this project', () => {
    expect(problemsAfter(() => {})).toEqual([])
  })

  it('is refused when the workers use different databases', () => {
    const problems = problemsAfter(({ consumer }) => {
      consumer.d1_databases = consumer.d1_databases.slice(1)
    })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('D1 databases differ')
  })

  it('is refused when a queue has no consumer', () => {
    const problems = problemsAfter(({ consumer }) => {
      consumer.queues.consumers = consumer.queues.consumers?.slice(1) ?? []
    })
    expect(problems.join()).toContain('nobody consumes the queue proconnect-sends')
  })

  it('is refused when a queue has no dead-letter queue', () => {
    const problems = problemsAfter(({ consumer }) => {
      for (const one of consumer.queues.consumers ?? []) delete one.dead_letter_queue
    })
    expect(problems.join()).toContain('the queue proconnect-chores has no dead-letter queue')
  })

  it('is refused when the app expects an object that the consumer lacks', () => {
    const problems = problemsAfter(({ consumer }) => {
      consumer.migrations = []
    })
    expect(problems.join()).toContain('LIVE_ROOM is not a class of proconnect-consumer')
  })

  it('is refused when a secret stands among the variables', () => {
    const problems = problemsAfter(({ app, consumer }) => {
      app.vars.LINK_SECRET = consumer.vars.LINK_SECRET = 'open to all'
    })
    expect(problems.join()).toContain('LINK_SECRET is a secret')
  })

  it('is not deployed with an example address', () => {
    expect(placeholdersIn(sound).join()).toContain('MAIL_FROM')
  })
})
