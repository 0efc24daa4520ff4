import * as v from 'valibot'

const some = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most))

/** An upload of ours, or an address from which Meta fetches. */
const File = {
  id: v.optional(v.string()),
  link: v.optional(v.pipe(v.string(), v.startsWith('https://'))),
}
const Captioned = v.strictObject({ ...File, caption: v.optional(some(1024)) })

const Body = v.strictObject({ text: some(1024) })
const Extras = {
  header: v.optional(v.looseObject({ type: v.string() })),
  footer: v.optional(v.strictObject({ text: some(60) })),
}
const Reply = v.strictObject({
  type: v.literal('reply'),
  reply: v.strictObject({ id: some(256), title: some(20) }),
})
const Row = v.strictObject({
  id: some(200),
  title: some(24),
  description: v.optional(some(72)),
})
const Section = v.strictObject({
  title: v.optional(some(24)),
  rows: v.pipe(v.array(Row), v.minLength(1), v.maxLength(10)),
})

const Interactive = v.variant('type', [
  v.strictObject({
    type: v.literal('button'),
    ...Extras,
    body: Body,
    action: v.strictObject({ buttons: v.pipe(v.array(Reply), v.minLength(1), v.maxLength(3)) }),
  }),
  v.strictObject({
    type: v.literal('list'),
    ...Extras,
    body: v.strictObject({ text: some(4096) }),
    action: v.strictObject({
      button: some(20),
      sections: v.pipe(v.array(Section), v.minLength(1), v.maxLength(10)),
    }),
  }),
  v.strictObject({
    type: v.literal('cta_url'),
    ...Extras,
    body: Body,
    action: v.strictObject({
      name: v.literal('cta_url'),
      parameters: v.strictObject({
        display_text: some(20),
        url: v.pipe(v.string(), v.regex(/^https?:\/\//)),
      }),
    }),
  }),
])

const Contact = v.looseObject({
  name: v.looseObject({ formatted_name: some(256) }),
  phones: v.optional(v.array(v.looseObject({ phone: v.string() }))),
})

/** What can be sent in an open window besides text, by type. */
export const KINDS = {
  image: Captioned,
  video: Captioned,
  audio: v.strictObject({ ...File, voice: v.optional(v.boolean()) }),
  sticker: v.strictObject(File),
  document: v.strictObject({ ...Captioned.entries, filename: v.optional(v.string()) }),
  location: v.strictObject({
    latitude: v.pipe(
      v.union([v.number(), v.string()]),
      v.transform(Number),
      v.minValue(-90),
      v.maxValue(90),
    ),
    longitude: v.pipe(
      v.union([v.number(), v.string()]),
      v.transform(Number),
      v.minValue(-180),
      v.maxValue(180),
    ),
    name: v.optional(v.string()),
    address: v.optional(v.string()),
  }),
  contacts: v.pipe(v.array(Contact), v.minLength(1), v.maxLength(257)),
  reaction: v.strictObject({ message_id: some(512), emoji: v.string() }),
  interactive: Interactive,
}
