import type { NewTemplate } from './templates'

type Languages = { en_US: NewTemplate['components']; he: NewTemplate['components'] }

const inBoth = (
  common: Pick<NewTemplate, 'name' | 'category'> & Partial<NewTemplate>,
  components: Languages,
): NewTemplate[] => [
  { ...common, language: 'en_US', components: components.en_US },
  { ...common, language: 'he', components: components.he },
]

const named = (text: string, examples: Record<string, string>) => ({
  type: 'BODY',
  text,
  example: {
    body_text_named_params: Object.entries(examples).map(([param_name, example]) => ({
      param_name,
      example,
    })),
  },
})

const positional = (text: string, ...examples: string[]) => ({
  type: 'BODY',
  text,
  example: { body_text: [examples] },
})

const imageHeader = {
  type: 'HEADER',
  format: 'IMAGE',
  example: { header_handle: ['https://scontent.whatsapp.net/v/t61/winter-early-access.jpg'] },
}

const winterEarlyAccess = inBoth(
  { name: 'winter_early_access', category: 'MARKETING', parameter_format: 'NAMED' },
  {
    en_US: [
      imageHeader,
      named(
        'Hi {{first_name}}, the winter collection opens for friends of the store 24 hours early. Your code *{{code}}* takes 15% off everything until Thursday night.',
        { first_name: 'Maya', code: 'WINTER15' },
      ),
      { type: 'FOOTER', text: 'Reply STOP to receive no more offers' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Show me' },
          { type: 'QUICK_REPLY', text: 'Not interested' },
          { type: 'URL', text: 'Open the shop', url: 'https://shop.example.com/winter' },
        ],
      },
    ],
    he: [
      imageHeader,
      named(
        'היי {{first_name}}, קולקציית החורף נפתחת לחברי המועדון 24 שעות לפני כולם. הקוד *{{code}}* מקנה 15% הנחה על הכול עד יום חמישי בלילה.',
        { first_name: 'נועה', code: 'WINTER15' },
      ),
      { type: 'FOOTER', text: 'להסרה מרשימת הדיוור השיבו הסר' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'אשמח לראות' },
          { type: 'QUICK_REPLY', text: 'לא מעניין' },
          { type: 'URL', text: 'לחנות', url: 'https://shop.example.com/he/winter' },
        ],
      },
    ],
  },
)

const weekendOffer = inBoth(
  { name: 'weekend_offer', category: 'MARKETING' },
  {
    en_US: [
      positional(
        'Good morning {{1}}! This weekend only: buy two, get the third one free at our {{2}} store.',
        'Tom',
        'Haifa',
      ),
      { type: 'FOOTER', text: 'Reply STOP to receive no more offers' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Save one for me' },
          { type: 'QUICK_REPLY', text: 'Stop promotions' },
        ],
      },
    ],
    he: [
      positional(
        'בוקר טוב {{1}}! רק בסוף השבוע: קונים שניים והשלישי במתנה בסניף {{2}}.',
        'תמר',
        'חיפה',
      ),
      { type: 'FOOTER', text: 'להסרה מרשימת הדיוור השיבו הסר' },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'שמרו לי אחד' },
          { type: 'QUICK_REPLY', text: 'הפסקת מבצעים' },
        ],
      },
    ],
  },
)

const orderUpdate = inBoth(
  { name: 'order_update', category: 'UTILITY', parameter_format: 'NAMED' },
  {
    en_US: [
      { type: 'HEADER', format: 'TEXT', text: 'Your order is on its way' },
      named(
        'Hi {{first_name}}, order {{order_number}} left our warehouse and arrives on {{day}}.',
        {
          first_name: 'Noor',
          order_number: '8841',
          day: 'Tuesday',
        },
      ),
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Track the parcel',
            url: 'https://shop.example.com/track/{{1}}',
            example: ['https://shop.example.com/track/8841'],
          },
        ],
      },
    ],
    he: [
      { type: 'HEADER', format: 'TEXT', text: 'ההזמנה בדרך' },
      named('היי {{first_name}}, הזמנה {{order_number}} יצאה מהמחסן ותגיע ביום {{day}}.', {
        first_name: 'נועה',
        order_number: '8841',
        day: 'שלישי',
      }),
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'מעקב משלוח',
            url: 'https://shop.example.com/he/track/{{1}}',
            example: ['https://shop.example.com/he/track/8841'],
          },
        ],
      },
    ],
  },
)

const appointmentReminder = inBoth(
  { name: 'appointment_reminder', category: 'UTILITY' },
  {
    en_US: [
      positional(
        'Hello {{1}}, a reminder of your appointment on {{2}} at {{3}}. Will you come?',
        'Lucas',
        '24 November',
        '10:30',
      ),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'I will come' },
          { type: 'QUICK_REPLY', text: 'Another time' },
        ],
      },
    ],
    he: [
      positional(
        'שלום {{1}}, תזכורת לתור שלך בתאריך {{2}} בשעה {{3}}. נתראה?',
        'דוד',
        '24.11',
        '10:30',
      ),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'אגיע בזמן' },
          { type: 'QUICK_REPLY', text: 'מועד אחר' },
        ],
      },
    ],
  },
)

const invoiceReady = inBoth(
  { name: 'invoice_ready', category: 'UTILITY', parameter_format: 'NAMED' },
  {
    en_US: [
      { type: 'HEADER', format: 'TEXT', text: 'Invoice {{number}}' },
      named(
        'Hello {{first_name}}, your invoice over {{amount}} is ready. Thank you for your trust.',
        {
          first_name: 'Ana',
          amount: '€129.00',
        },
      ),
    ],
    he: [
      { type: 'HEADER', format: 'TEXT', text: 'חשבונית {{number}}' },
      named('שלום {{first_name}}, החשבונית שלך על סך {{amount}} מוכנה. תודה על האמון.', {
        first_name: 'יעל',
        amount: '₪129.00',
      }),
    ],
  },
)

const couponThanks = inBoth(
  { name: 'thank_you_coupon', category: 'MARKETING' },
  {
    en_US: [
      positional(
        'Thank you for shopping with us, {{1}}! Here is a coupon for the next time.',
        'Omar',
      ),
      {
        type: 'BUTTONS',
        buttons: [{ type: 'COPY_CODE', text: 'Copy code', example: ['THANKS10'] }],
      },
    ],
    he: [
      positional('תודה שקנית אצלנו, {{1}}! הנה קופון לפעם הבאה.', 'שירה'),
      {
        type: 'BUTTONS',
        buttons: [{ type: 'COPY_CODE', text: 'העתקת הקוד', example: ['TODA10'] }],
      },
    ],
  },
)

const forShow: NewTemplate[] = [
  {
    name: 'new_branch_opening',
    language: 'he',
    category: 'MARKETING',
    status: 'PENDING',
    quality: 'UNKNOWN',
    components: [positional('היי {{1}}, אנחנו פותחים סניף חדש ומזמינים אותך להרים כוסית.', 'אורי')],
  },
  {
    name: 'prize_winner',
    language: 'en_US',
    category: 'UTILITY',
    status: 'REJECTED',
    quality: 'UNKNOWN',
    rejected_reason: 'TAG_CONTENT_MISMATCH',
    components: [positional('Congratulations {{1}}, you won! Claim your prize today.', 'Maya')],
  },
]

/** Six templates of a shop in Hebrew and English, and one each that is in review and rejected. */
export const DEMO_TEMPLATES: readonly NewTemplate[] = [
  ...winterEarlyAccess,
  ...weekendOffer,
  ...orderUpdate,
  ...appointmentReminder,
  ...invoiceReady,
  ...couponThanks,
  ...forShow,
]

const LANGUAGES = ['en_US', 'he', 'en_GB', 'ar', 'ru'] as const

/** As many as asked for, for lists longer than one page. */
export const generatedTemplates = (count: number): NewTemplate[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `generated_${String(Math.floor(i / LANGUAGES.length)).padStart(5, '0')}`,
    language: LANGUAGES[i % LANGUAGES.length] ?? 'en_US',
    category: i % 3 === 0 ? 'UTILITY' : 'MARKETING',
    components: [positional('Hello {{1}}, this is message number {{2}} of the list.', 'Maya', '7')],
  }))
