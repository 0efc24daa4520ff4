import { GraphError } from './errors'

/** A variable, good or bad. */
export const PLACEHOLDER = /\{\{(.*?)\}\}/g

export const SUBCODE = {
  tooLong: 2388040,
  header: 2388047,
  body: 2388072,
  footer: 2388073,
  dense: 2388293,
  edge: 2388299,
} as const

/** Meta's words for a person stand beside the code. */
export const refuse = (subcode: number | null, title: string, message: string) =>
  new GraphError(100, {
    ...(subcode === null ? {} : { subcode }),
    message: 'Invalid parameter',
    userTitle: title,
    userMessage: message,
  })

export const invalid = (message: string) => refuse(null, 'Invalid parameter', message)
