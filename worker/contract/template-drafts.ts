import * as v from 'valibot'
import { Id } from './common'

/** Categories that a template may be written in; Meta may move one to another. */
export const TEMPLATE_CATEGORIES = ['UTILITY', 'MARKETING', 'AUTHENTICATION'] as const
export type TemplateCategory = (typeof TEMPLATE_CATEGORIES)[number]

/** Kinds of files that a header can show, with what Meta's reviewers may be sent of each. */
export const HEADER_FORMATS = ['IMAGE', 'VIDEO', 'DOCUMENT'] as const
export type HeaderFormat = (typeof HEADER_FORMATS)[number]

export const HEADER_FILE_TYPES: Record<HeaderFormat, readonly string[]> = {
  IMAGE: ['image/jpeg', 'image/png'],
  VIDEO: ['video/mp4'],
  DOCUMENT: ['application/pdf'],
}

const MB = 1024 * 1024
/** Meta's limits for images and videos; a document here is a sample for reviewers, so 16 MB is plenty. */
export const HEADER_FILE_BYTES: Record<HeaderFormat, number> = {
  IMAGE: 5 * MB,
  VIDEO: 16 * MB,
  DOCUMENT: 16 * MB,
}

/** A draft may hold more than Meta takes, so that the lint can say so; this only bounds its size. */
const words = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.check((text) => !text.includes('\u0000') && text.isWellFormed(), 'malformed text'),
  )

/** A sample file that was uploaded here and goes to Meta when the template is submitted. */
export const HeaderFile = v.strictObject({
  id: Id,
  name: words(200),
  type: v.picklist(Object.values(HEADER_FILE_TYPES).flat()),
  size: v.pipe(v.number(), v.integer(), v.minValue(1)),
})
export type HeaderFile = v.InferOutput<typeof HeaderFile>

export const DraftHeader = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('text'), text: words(300), sample: words(300) }),
  v.strictObject({
    kind: v.literal('media'),
    format: v.picklist(HEADER_FORMATS),
    file: v.nullable(HeaderFile),
  }),
  v.strictObject({ kind: v.literal('location') }),
])
export type DraftHeader = v.InferOutput<typeof DraftHeader>

const label = words(100)

export const DraftButton = v.variant('type', [
  v.strictObject({ type: v.literal('QUICK_REPLY'), text: label }),
  v.strictObject({
    type: v.literal('URL'),
    text: label,
    url: words(3000),
    /** What stands for the variable at the end of the address. */
    sample: words(1000),
  }),
  v.strictObject({ type: v.literal('PHONE_NUMBER'), text: label, phone: words(60) }),
  v.strictObject({ type: v.literal('COPY_CODE'), sample: words(100) }),
  v.strictObject({
    type: v.literal('FLOW'),
    text: label,
    flowId: words(60),
    action: v.picklist(['navigate', 'data_exchange']),
    screen: words(100),
  }),
  /** WhatsApp names it itself, in the reader's language. */
  v.strictObject({ type: v.literal('REQUEST_CONTACT_INFO') }),
  v.strictObject({ type: v.literal('VOICE_CALL'), text: label }),
])
export type DraftButton = v.InferOutput<typeof DraftButton>
export type DraftButtonType = DraftButton['type']

/** How the code of an authentication template gets into the app that asks for it. */
export const DraftOtp = v.strictObject({
  type: v.picklist(['COPY_CODE', 'ONE_TAP', 'ZERO_TAP']),
  text: label,
  autofillText: label,
  packageName: words(300),
  signatureHash: words(60),
  /** Zero-tap needs the business to agree to Meta's terms for it. */
  termsAccepted: v.boolean(),
})
export type DraftOtp = v.InferOutput<typeof DraftOtp>

const TemplateLanguage = v.pipe(v.string(), v.regex(/^[a-z]{2,3}(_[A-Z]{2,3})?$/))

/** One language of a template. Authentication uses only the last three: Meta writes the words itself. */
export const DraftVersion = v.strictObject({
  language: TemplateLanguage,
  /** Meta's id of what is edited; null for what is created. */
  templateId: v.nullable(v.pipe(v.string(), v.maxLength(60))),
  header: DraftHeader,
  body: words(4000),
  /** Sample values by the name of the variable: `1`, `first_name`. */
  samples: v.record(v.pipe(v.string(), v.maxLength(100)), words(1000)),
  footer: words(300),
  buttons: v.pipe(v.array(DraftButton), v.maxLength(15)),
  security: v.boolean(),
  expiryMinutes: v.nullable(v.pipe(v.number(), v.integer())),
  otp: DraftOtp,
})
export type DraftVersion = v.InferOutput<typeof DraftVersion>

const CONTENT = {
  connectionId: v.nullable(Id),
  name: words(600),
  category: v.picklist(TEMPLATE_CATEGORIES),
  parameterFormat: v.picklist(['POSITIONAL', 'NAMED']),
  /** How long Meta tries to deliver; null leaves Meta's own time. */
  ttlSeconds: v.nullable(v.pipe(v.number(), v.integer())),
  versions: v.pipe(v.array(DraftVersion), v.minLength(1), v.maxLength(10)),
}

/** What is written: everything that the lint looks at. */
export const DraftContent = v.strictObject(CONTENT)
export type DraftContent = v.InferOutput<typeof DraftContent>

/** Where a draft begins: blank, from a template of ours at Meta, or from the library. */
export const NewTemplateDraft = v.variant('from', [
  v.strictObject({ from: v.literal('blank'), language: TemplateLanguage }),
  v.strictObject({
    from: v.literal('template'),
    templateId: v.pipe(v.string(), v.maxLength(60)),
    /** `edit` changes it at Meta; `copy` makes another with a name of its own. */
    how: v.picklist(['edit', 'copy']),
  }),
  v.strictObject({
    from: v.literal('library'),
    key: v.pipe(v.string(), v.maxLength(60)),
    languages: v.pipe(v.array(TemplateLanguage), v.minLength(1), v.maxLength(5)),
  }),
])
export type NewTemplateDraft = v.InferOutput<typeof NewTemplateDraft>

export const TemplateDraftChange = v.strictObject({
  version: v.number(),
  ...v.partial(DraftContent).entries,
})
export type TemplateDraftChange = v.InferOutput<typeof TemplateDraftChange>

export const TemplateDraftView = v.object({
  id: Id,
  ...CONTENT,
  /** What Meta said to the last try, by language. */
  refusals: v.record(v.string(), v.string()),
  /** Something of it stands at Meta already: the name and the form of variables can't change. */
  isEdit: v.boolean(),
  /** Something of it is approved: Meta keeps its category. */
  isCategoryFixed: v.boolean(),
  version: v.number(),
  createdBy: v.string(),
  createdAt: v.number(),
  updatedAt: v.number(),
})
export type TemplateDraftView = v.InferOutput<typeof TemplateDraftView>

export const SubmitTemplateDraft = v.strictObject({ version: v.number() })

export const SubmissionView = v.object({
  /** Null when every language went to Meta. */
  draft: v.nullable(TemplateDraftView),
  results: v.array(
    v.object({
      language: v.string(),
      templateId: v.nullable(v.string()),
      status: v.nullable(v.string()),
      /** Meta may choose another than was asked for. */
      category: v.nullable(v.string()),
      problem: v.nullable(v.string()),
    }),
  ),
})
export type SubmissionView = v.InferOutput<typeof SubmissionView>

/** A text to begin with. */
export const LibraryTemplateView = v.object({
  key: v.string(),
  category: v.picklist(TEMPLATE_CATEGORIES),
  title: v.string(),
  versions: v.array(DraftVersion),
})
export type LibraryTemplateView = v.InferOutput<typeof LibraryTemplateView>

export const NO_OTP: DraftOtp = {
  type: 'COPY_CODE',
  text: '',
  autofillText: '',
  packageName: '',
  signatureHash: '',
  termsAccepted: false,
}

export const blankVersion = (language: string): DraftVersion => ({
  language,
  templateId: null,
  header: { kind: 'none' },
  body: '',
  samples: {},
  footer: '',
  buttons: [],
  security: true,
  expiryMinutes: null,
  otp: NO_OTP,
})
