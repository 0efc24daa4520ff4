import { inject } from 'vitest'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { newPerson } from './runtime'
import type { Language } from './words'

/** Cookies of somebody with an empty workspace of their own, in the product that all files share. */
export async function newOwner(language: Language): Promise<Record<string, string>> {
  const browser = openBrowser(inject('url'))
  await signUp(browser, openSimulator(inject('simulatorUrl')), { ...newPerson(), language })
  return browser.cookies()
}
