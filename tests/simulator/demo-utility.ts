import { inBoth, named, positional } from './template-parts'
import type { NewTemplate } from './templates'

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

export const UTILITY_TEMPLATES: readonly NewTemplate[] = [
  ...orderUpdate,
  ...appointmentReminder,
  ...invoiceReady,
]
