import type { Random } from './random.ts';

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/**
 * Made-up people: given names that are words for plants, stones and weather, family names put together from two
 * landscape words. A combination that is somebody's name is chance.
 */
const GIVEN = words(`
  Acacia Alder Amber Anise Arbor Aspen Aster Azure Basil Beryl Birch Breeze Briar Brook Bryony
  Cedar Cicely Citrine Clover Coral Cypress Dahlia Dale Dune Ebony Elder Ember Fennel Fern Flint
  Frost Gale Garnet Gentian Glade Hawthorn Hazel Heather Indigo Iris Ivory Jasper Juniper Lark
  Laurel Lichen Linden Maple Marigold Mist Moss Myrtle Oak Ochre Olive Onyx Opal Orchid Pearl
  Pebble Quartz Quill Rain Reed Ridge Robin Rowan Rush Saffron Sage Sedge Sienna Slate Sorrel
  Storm Tansy Teal Thyme Topaz Umber Vale Willow Wren Yarrow
`);

const FIRST_HALF = words(`
  Alm Ash Barn Beck Black Bram Bridge Cald Carr Clay Crest Dun East Elm Fair Fen Ford Glen Gold
  Grey Hag Hart Heath Hol Kel Lang Lind Low Marsh Mer Mill Moor North Oak Over Pine Quarr Raven
  Rock Sand Shel Silver Stone Thorn Under Wald West Winter
`);

const SECOND_HALF = words(`
  acre bank beck bourne brook combe croft dale den fell field garth gate haven holm hurst land lea
  mead mere moor mouth ness pool ridge rigg shaw stead stow thwaite wick wold wood worth
`);

const OFFICES = words(`
  alder basin beacon canal cedar cliff copper delta estuary fjord forest glacier granite harbour
  heron island juniper kestrel lagoon lantern maple meadow mesa orchard osprey pasture pine
  plateau prairie quarry ravine river saltmarsh spring summit thicket tundra valley
`);

export interface Name {
  readonly given: string;
  readonly family: string;
}

export function drawName(random: Random): Name {
  const half = random.pick(FIRST_HALF);
  const rest = random.pick(SECOND_HALF.filter((word) => word !== half.toLowerCase()));
  return { given: random.pick(GIVEN), family: half + rest };
}

/** A word for the `index`-th organisation; a number is added once the words are used up. */
export function officeName(index: number): string {
  const word = OFFICES[index % OFFICES.length] ?? 'office';
  const round = Math.floor(index / OFFICES.length);
  return round === 0 ? word : `${word}${round + 1}`;
}

/** `given.family`, as most organisations write mailbox names. */
export function mailboxOf(name: Name): string {
  return `${name.given}.${name.family}`.toLowerCase();
}

/** Names that attackers guess and that many directories do not have. */
export const GUESSED_MAILBOXES: readonly string[] = words(`
  admin info office press media contact support finance accounts billing campaign events volunteer
  volunteers helpdesk reception hr jobs scanner printer test test1 user backup webmaster marketing
  sales director
`);
