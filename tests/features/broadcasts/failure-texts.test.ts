import { describe, expect, it } from 'vitest'
import {
  failureText,
  stateLink,
  stateText,
  toFailureViews,
} from '../../../worker/features/broadcasts/failure-texts'
import { stoppedMail } from '../../../worker/features/broadcasts/mails'

describe('why a broadcast stopped', () => {
  it('is said in words, with the way to where it is mended', () => {
    expect(stateText('meta_131042', 'en')).toMatch(
      /^Meta has no valid payment method.*\. Add a card/,
    )
    expect(stateText('meta_131042', 'he')).toMatch(/^אין ל־Meta אמצעי תשלום.*\. יש להוסיף כרטיס/)
    expect(stateLink('meta_131042', 'en')).toEqual({
      href: expect.stringContaining('https://business.facebook.com/billing'),
      label: 'Open Meta’s billing',
    })
    expect(stateLink('quality_red', 'he')?.label).toBe('למספרי הטלפון ב־Meta')
  })

  it('has no way to show where a person stopped it, or nothing is wrong', () => {
    expect(stateLink('user', 'en')).toBeNull()
    expect(stateLink(null, 'en')).toBeNull()
    expect(stateText(null, 'en')).toBeNull()
  })
})

describe('the mail about it', () => {
  const owner = (language: 'en' | 'he') => ({ email: 'a@example.com', language })

  it('names the cause, and the page of Meta that mends it', () => {
    for (const language of ['en', 'he'] as const) {
      const { lines } = stoppedMail(owner(language), 'Summer', 'meta_131042')
      expect(lines.join()).toContain(stateText('meta_131042', language))
      expect(lines.join()).toContain(stateLink('meta_131042', language)?.href)
    }
  })

  it('leaves out a page of ours: the broadcast leads there', () => {
    expect(stoppedMail(owner('en'), 'Summer', 'connection_dead').lines.join()).not.toMatch(/: \//)
  })
})

describe('why messages failed', () => {
  it('is told by cause, the most frequent first, and which may succeed later', () => {
    const [first, second] = toFailureViews({ 131026: 3, 131049: 12 }, 'en')
    expect(first).toMatchObject({ code: 131049, count: 12, retryable: true, link: null })
    expect(second).toMatchObject({ code: 131026, title: 'The number is not on WhatsApp' })
  })

  it('names a code that nobody has listed, for Meta’s support', () => {
    expect(failureText('987654', 'he').title).toContain('987654')
  })
})
