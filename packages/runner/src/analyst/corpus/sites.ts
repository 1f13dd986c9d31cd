/** Briefs for websites that were looked at while their reader was built. */
export const buildingSites: readonly (readonly [name: string, objectives: string])[] = [
  [
    "Crumb & Co",
    "A website for our bakery with a page about us, opening hours, a menu with prices, a gallery and a contact page. We have been baking with organic flour since 1987. We are open Tuesday to Friday from 7 am to 6 pm and Saturday from 8 to 14, closed on Mondays. Our menu has country loaf for 4.20, butter croissant for 1.90 and apple cake for 3.50. Call us on 0117 496 0123.",
  ],
  [
    "Ledgerlite docs",
    "A documentation site with search for our API client. Pages for installation, getting started, configuration and FAQ. It must work on phones and have a dark mode.",
  ],
  [
    "Mira Solberg",
    "Portfolio of five projects, blog with tags and an RSS feed. Each project has a year, a picture and a link. I am an illustrator from Bergen.",
  ],
  [
    "Station Road Dental",
    "We need a website for our dental practice. It has pages for our team, treatments with prices, opening hours and how to find us. We are open Monday to Friday from 8:00 to 17:00. The practice is at 4 Station Road, Bristol. Patients can book appointments online. No cookies and no tracking. It should be found by search engines.",
  ],
  [
    "Harbour Choir",
    "Static website for a choir: about us, concerts with date and place, members, photos, and a contact form.",
  ],
  [
    "Hill Farm",
    "Build a landing page for our farm shop. Our products are potatoes, eggs and apple juice. It should load fast.",
  ],
];

/** Looked at only when measuring. */
export const measuringSites: readonly (readonly [name: string, objectives: string])[] = [
  [
    "Alder Physiotherapy",
    "A website for our physiotherapy practice in Ghent with pages about us, our treatments, the team, prices, opening hours and how to find us. We treat adults and children. Open Monday to Thursday 8:00-19:00 and Friday 8:00-14:00. Email us at hello@alder.example. New patients can make an appointment with a form.",
  ],
  [
    "Oak Lane Allotments",
    "We need a simple static site for our allotment society. Pages: Home, News, Rules, Plots, Contact. News posts have a date. The site must be accessible and load fast.",
  ],
  [
    "Tessaro Guitars",
    "Portfolio website of a guitar maker with a gallery, a page about the workshop, a list of instruments with price and year, testimonials and a contact page. It should look good on phones.",
  ],
  [
    "Fieldnotes",
    "My blog about birds with tags, search and RSS. I write from a hut in the marshes. Readers can leave comments.",
  ],
  [
    "Quill API handbook",
    "Documentation site for a payments API. It has pages for authentication, errors, webhooks, pagination and a changelog. Visitors can search. No tracking.",
  ],
  [
    "Brightwater Festival",
    "Website for our music festival with the programme (date, time and stage), artists, tickets with prices, directions and FAQ. The festival is at 40 Bridge Street, Leeds. Tickets are sold online.",
  ],
];
