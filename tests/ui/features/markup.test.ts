import { describe, expect, it } from 'vitest'
import { parseMarkup } from '../../../ui/features/templates/markup'

const text = (value: string) => ({ kind: 'text', text: value })
const bold = (value: string) => ({ kind: 'bold', children: [text(value)] })

describe('the marks of WhatsApp', () => {
  it('make words bold, italic, struck and monospaced', () => {
    expect(parseMarkup('*a* _b_ ~c~ `d`')).toEqual([
      [
        bold('a'),
        text(' '),
        { kind: 'italic', children: [text('b')] },
        text(' '),
        { kind: 'strike', children: [text('c')] },
        text(' '),
        { kind: 'mono', text: 'd' },
      ],
    ])
  })

  it('nest', () => {
    expect(parseMarkup('*_now_*')).toEqual([
      [{ kind: 'bold', children: [{ kind: 'italic', children: [text('now')] }] }],
    ])
  })

  it('work for Hebrew as for English', () => {
    expect(parseMarkup('עד *30% הנחה* היום')).toEqual([
      [text('עד '), bold('30% הנחה'), text(' היום')],
    ])
  })

  it('hug their words: 2 * 3 * 4 is arithmetic', () => {
    expect(parseMarkup('2 * 3 * 4')).toEqual([[text('2 * 3 * 4')]])
  })

  it('stand outside words: snake_case_name stays as it is', () => {
    expect(parseMarkup('snake_case_name')).toEqual([[text('snake_case_name')]])
  })

  it('do not reach over the end of a line', () => {
    expect(parseMarkup('*one\ntwo*')).toEqual([[text('*one')], [text('two*')]])
  })

  it('are left alone when they are never closed', () => {
    expect(parseMarkup('*open ```fence')).toEqual([[text('*open '), text('```fence')]])
  })

  it('mean nothing inside a fence, which may have several lines', () => {
    expect(parseMarkup('```*a*\nb```')).toEqual([
      [{ kind: 'mono', text: '*a*' }],
      [{ kind: 'mono', text: 'b' }],
    ])
  })

  it('keep empty lines', () => {
    expect(parseMarkup('a\n\nb')).toEqual([[text('a')], [], [text('b')]])
  })
})
