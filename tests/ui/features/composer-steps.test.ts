import { describe, expect, it } from 'vitest'
import {
  doneSteps,
  firstOpenStep,
  mappingFor,
  unfilled,
} from '../../../ui/features/broadcasts/composer-steps'
import type { TemplateParameter } from '../../../worker/contract/templates'

const parameter = (key: string, name: string): TemplateParameter => ({
  part: key.startsWith('button') ? 'button' : 'body',
  key,
  name,
  kind: 'text',
  sample: null,
})
const draft = { audience: { everyone: false, tags: [], withoutTags: [] }, mapping: {}, retry: null }

describe('the first section that is open', () => {
  it('is the first that has not said what it must', () => {
    expect(firstOpenStep(doneSteps(draft, null))).toBe('message')
    const template = { parameters: [parameter('body.1', '1')] }
    expect(firstOpenStep(doneSteps(draft, template))).toBe('audience')
    const everyone = { ...draft, audience: { ...draft.audience, everyone: true } }
    expect(firstOpenStep(doneSteps(everyone, template))).toBe('personalise')
    expect(firstOpenStep(doneSteps(everyone, { parameters: [] }))).toBe('review')
  })
})

describe('variables of a chosen template', () => {
  it('keep what they were filled with, and are guessed only by their name', () => {
    const before = { 'body.2': { from: 'fixed', value: 'Haifa' } } as const
    const parameters = [
      parameter('body.1', '1'),
      parameter('body.2', '2'),
      parameter('body.3', '3'),
      parameter('body.email', 'email'),
      parameter('button.0', '0'),
    ]
    expect(mappingFor(parameters, before)).toEqual({
      'body.1': { from: 'contact', column: 'first_name', fallback: null },
      'body.2': { from: 'fixed', value: 'Haifa' },
      'body.email': { from: 'contact', column: 'email', fallback: null },
    })
  })

  it('are not filled by a text that nobody has typed', () => {
    const parameters = [parameter('body.1', '1')]
    expect(unfilled(parameters, { 'body.1': { from: 'fixed', value: ' ' } })).toEqual(parameters)
    expect(unfilled(parameters, { 'body.1': { from: 'fixed', value: 'x' } })).toEqual([])
  })
})
