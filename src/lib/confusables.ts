/**
 * Characters drawn like a Latin letter or digit, by what they are drawn like: the single-character rows of Unicode's
 * confusables.txt (UTS #39, version 17.0.0) whose compatibility form is not that character already.
 * Copyright © 2025 Unicode, Inc., Unicode License V3: see NOTICE.
 */
const DRAWN_LIKE: readonly (readonly [string, string])[] = [
  ['2', '\u{a75a}\u{1a7}\u{3e8}\u{a644}\u{14bf}\u{a6ef}\u{1bb}'],
  [
    '3',
    '\u{969}\u{ae9}\u{a7ab}\u{21c}\u{1b7}\u{a76a}\u{2c9c}\u{2cc4}\u{2ccc}\u{417}\u{4e0}\u{16f3b}\u{118ca}\u{498}',
  ],
  ['4', '\u{13ce}\u{118af}'],
  ['5', '\u{1bc}\u{118bb}'],
  ['6', '\u{2cd3}\u{2cd2}\u{3ec}\u{2cdc}\u{431}\u{13ee}\u{118d5}'],
  ['7', '\u{104d2}\u{118c6}'],
  ['8', '\u{9ea}\u{a6a}\u{1e8cb}\u{223}\u{222}\u{1031a}'],
  ['9', '\u{a67}\u{b68}\u{9ed}\u{d6d}\u{a76e}\u{2ccb}\u{2cca}\u{118cc}\u{118ac}\u{118d6}'],
  [
    'a',
    '\u{251}\u{3b1}\u{1d6c2}\u{1d6fc}\u{1d736}\u{1d770}\u{1d7aa}\u{430}\u{391}\u{1d6a8}\u{1d6e2}\u{1d71c}\u{1d756}\u{1d790}\u{410}\u{13aa}\u{15c5}\u{a4ee}\u{16f40}\u{102a0}\u{1e9a}',
  ],
  [
    'b',
    '\u{184}\u{42c}\u{13cf}\u{1472}\u{15af}\u{16eb6}\u{a7b4}\u{392}\u{1d6a9}\u{1d6e3}\u{1d71d}\u{1d757}\u{1d791}\u{2c82}\u{412}\u{13f4}\u{15f7}\u{a4d0}\u{10282}\u{102a1}\u{10301}\u{253}\u{1473}\u{183}\u{182}\u{411}\u{180}\u{48d}\u{48c}\u{463}\u{462}',
  ],
  [
    'c',
    '\u{1d04}\u{3f2}\u{2ca5}\u{441}\u{1004}\u{105a}\u{abaf}\u{1043d}\u{118e9}\u{118f2}\u{3f9}\u{2ca4}\u{421}\u{13df}\u{a4da}\u{102a2}\u{10302}\u{10415}\u{1051c}\u{23c}\u{4ab}\u{4aa}',
  ],
  [
    'd',
    '\u{501}\u{13e7}\u{146f}\u{a4d2}\u{13a0}\u{15de}\u{15ea}\u{a4d3}\u{257}\u{256}\u{18c}\u{111}\u{110}\u{d0}\u{189}',
  ],
  [
    'e',
    '\u{ab32}\u{435}\u{4bd}\u{395}\u{1d6ac}\u{1d6e6}\u{1d720}\u{1d75a}\u{1d794}\u{415}\u{2d39}\u{13ac}\u{a4f0}\u{118a6}\u{118ae}\u{10286}\u{247}\u{246}\u{4bf}',
  ],
  [
    'f',
    '\u{ab35}\u{a799}\u{192}\u{1e9d}\u{584}\u{a798}\u{3dc}\u{1d7ca}\u{15b4}\u{a4dd}\u{118c2}\u{118a2}\u{10287}\u{102a5}\u{10525}\u{191}\u{1d6e}',
  ],
  [
    'g',
    '\u{261}\u{1d83}\u{18d}\u{581}\u{50c}\u{13c0}\u{13f3}\u{a4d6}\u{1da2}\u{260}\u{1e5}\u{1e4}',
  ],
  [
    'h',
    '\u{4bb}\u{570}\u{13c2}\u{397}\u{1d6ae}\u{1d6e8}\u{1d722}\u{1d75c}\u{1d796}\u{2c8e}\u{41d}\u{13bb}\u{157c}\u{a4e7}\u{102cf}\u{1d78}\u{266}\u{a695}\u{13f2}\u{2c67}\u{4a2}\u{127}\u{210f}\u{45b}\u{126}\u{4c9}\u{4c7}',
  ],
  [
    'i',
    '\u{131}\u{1d6a4}\u{26a}\u{269}\u{3b9}\u{1fbe}\u{37a}\u{1d6ca}\u{1d704}\u{1d73e}\u{1d778}\u{1d7b2}\u{2c93}\u{456}\u{a647}\u{582}\u{ab75}\u{13a5}\u{118c3}\u{268}\u{1d7b}\u{1d7c}',
  ],
  ['j', '\u{3f3}\u{458}\u{a7b2}\u{37f}\u{408}\u{13ab}\u{148d}\u{a4d9}\u{249}\u{248}'],
  [
    'k',
    '\u{39a}\u{1d6b1}\u{1d6eb}\u{1d725}\u{1d75f}\u{1d799}\u{2c94}\u{41a}\u{13e6}\u{16d5}\u{a4d7}\u{10518}\u{199}\u{2c69}\u{49a}\u{a740}\u{49e}',
  ],
  [
    'l',
    '\u{661}\u{6f1}\u{10320}\u{1e8c7}\u{196}\u{1c0}\u{399}\u{1d6b0}\u{1d6ea}\u{1d724}\u{1d75e}\u{1d798}\u{2c92}\u{406}\u{4cf}\u{4c0}\u{5d5}\u{5df}\u{627}\u{1ee00}\u{1ee80}\u{fe8e}\u{fe8d}\u{7ca}\u{2d4f}\u{16c1}\u{a4f2}\u{16f28}\u{1028a}\u{10309}\u{11dda}\u{11de1}\u{16eaa}\u{2cd0}\u{13de}\u{14aa}\u{a4e1}\u{16f16}\u{118a3}\u{118b2}\u{1041b}\u{10526}\u{fd3c}\u{fd3d}\u{142}\u{141}\u{26d}\u{197}\u{19a}\u{26b}\u{625}\u{fe88}\u{fe87}\u{673}',
  ],
  [
    'm',
    '\u{39c}\u{1d6b3}\u{1d6ed}\u{1d727}\u{1d761}\u{1d79b}\u{3fa}\u{2c98}\u{41c}\u{13b7}\u{15f0}\u{16d6}\u{a4df}\u{102b0}\u{10311}\u{4cd}',
  ],
  [
    'n',
    '\u{578}\u{57c}\u{39d}\u{1d6b4}\u{1d6ee}\u{1d728}\u{1d762}\u{1d79c}\u{2c9a}\u{a4e0}\u{10513}\u{273}\u{19e}\u{14b}\u{3b7}\u{1d6c8}\u{1d702}\u{1d73c}\u{1d776}\u{1d7b0}\u{572}\u{19d}\u{1d70}',
  ],
  [
    'o',
    '\u{966}\u{9e6}\u{a66}\u{ae6}\u{b66}\u{be6}\u{c66}\u{d66}\u{e50}\u{ed0}\u{1040}\u{17e0}\u{114d0}\u{665}\u{6f5}\u{1d0f}\u{1d11}\u{ab3d}\u{3bf}\u{1d6d0}\u{1d70a}\u{1d744}\u{1d77e}\u{1d7b8}\u{3c3}\u{1d6d4}\u{1d70e}\u{1d748}\u{1d782}\u{1d7bc}\u{2c9f}\u{3ed}\u{43e}\u{10ff}\u{585}\u{5e1}\u{647}\u{1ee24}\u{1ee64}\u{1ee84}\u{feeb}\u{feec}\u{feea}\u{fee9}\u{6be}\u{fbac}\u{fbad}\u{fbab}\u{fbaa}\u{6c1}\u{fba8}\u{fba9}\u{fba7}\u{fba6}\u{6d5}\u{d20}\u{101d}\u{104ea}\u{118c8}\u{118d7}\u{1042c}\u{7c0}\u{ce6}\u{3007}\u{118e0}\u{39f}\u{1d6b6}\u{1d6f0}\u{1d72a}\u{1d764}\u{1d79e}\u{2c9e}\u{41e}\u{555}\u{2d54}\u{12d0}\u{b20}\u{104c2}\u{a4f3}\u{118b5}\u{10292}\u{102ab}\u{10404}\u{10516}\u{11de0}\u{6ff}\u{f8}\u{ab3e}\u{d8}\u{2d41}\u{1fe}\u{275}\u{a74b}\u{2c91}\u{4e9}\u{473}\u{ab8e}\u{abbb}\u{19f}\u{a74a}\u{3b8}\u{3d1}\u{1d6c9}\u{1d6dd}\u{1d703}\u{1d717}\u{1d73d}\u{1d751}\u{1d777}\u{1d78b}\u{1d7b1}\u{1d7c5}\u{398}\u{3f4}\u{1d6af}\u{1d6b9}\u{1d6e9}\u{1d6f3}\u{1d723}\u{1d72d}\u{1d75d}\u{1d767}\u{1d797}\u{1d7a1}\u{2c90}\u{4e8}\u{472}\u{2d31}\u{13be}\u{13eb}\u{ab74}\u{fcd9}\u{10d7}\u{1010}',
  ],
  [
    'p',
    '\u{fe}\u{1bf}\u{3c1}\u{3f1}\u{1d6d2}\u{1d6e0}\u{1d70c}\u{1d71a}\u{1d746}\u{1d754}\u{1d780}\u{1d78e}\u{1d7ba}\u{1d7c8}\u{3f8}\u{2ca3}\u{2ccf}\u{440}\u{3a1}\u{1d6b8}\u{1d6f2}\u{1d72c}\u{1d766}\u{1d7a0}\u{2ca2}\u{2cce}\u{420}\u{13e2}\u{146d}\u{a4d1}\u{10295}\u{1a5}\u{1d7d}',
  ],
  ['q', '\u{51b}\u{563}\u{566}\u{2d55}\u{2a0}'],
  [
    'r',
    '\u{ab47}\u{ab48}\u{1d26}\u{2c85}\u{433}\u{ab81}\u{1a6}\u{13a1}\u{13d2}\u{104b4}\u{1587}\u{a4e3}\u{16f35}\u{27d}\u{27c}\u{24d}\u{493}\u{1d72}',
  ],
  [
    's',
    '\u{a731}\u{1bd}\u{455}\u{d1f}\u{abaa}\u{118c1}\u{10448}\u{405}\u{54f}\u{13d5}\u{13da}\u{a4e2}\u{16f3a}\u{10296}\u{10420}\u{282}\u{1d74}',
  ],
  [
    't',
    '\u{3a4}\u{1d6bb}\u{1d6f5}\u{1d72f}\u{1d769}\u{1d7a3}\u{2ca6}\u{422}\u{13a2}\u{a4d4}\u{16f0a}\u{118bc}\u{10297}\u{102b1}\u{10315}\u{1ad}\u{23e}\u{1ae}\u{4ac}\u{167}\u{166}\u{1d75}',
  ],
  [
    'u',
    '\u{a79f}\u{1d1c}\u{ab4e}\u{ab52}\u{28b}\u{3c5}\u{1d6d6}\u{1d710}\u{1d74a}\u{1d784}\u{1d7be}\u{57d}\u{104f6}\u{118d8}\u{54d}\u{1200}\u{104ce}\u{144c}\u{a4f4}\u{16f42}\u{118b8}\u{45f}\u{1d7e}\u{ab9c}\u{244}\u{13cc}',
  ],
  [
    'v',
    '\u{1d20}\u{3bd}\u{1d6ce}\u{1d708}\u{1d742}\u{1d77c}\u{1d7b6}\u{475}\u{5d8}\u{11706}\u{aba9}\u{118c0}\u{667}\u{6f7}\u{474}\u{2d38}\u{13d9}\u{142f}\u{a6df}\u{a4e6}\u{16f08}\u{118a0}\u{1051d}',
  ],
  [
    'w',
    '\u{26f}\u{1d21}\u{2cbd}\u{461}\u{448}\u{51d}\u{561}\u{1170a}\u{1170e}\u{1170f}\u{ab83}\u{118e6}\u{118ef}\u{51c}\u{13b3}\u{13d4}\u{a4ea}\u{47d}\u{114c5}\u{a761}',
  ],
  [
    'x',
    '\u{445}\u{1541}\u{157d}\u{10322}\u{118ec}\u{a7b3}\u{3a7}\u{1d6be}\u{1d6f8}\u{1d732}\u{1d76c}\u{1d7a6}\u{2cac}\u{425}\u{2d5d}\u{16b7}\u{a4eb}\u{10290}\u{102b4}\u{10317}\u{10527}\u{4b2}',
  ],
  [
    'y',
    '\u{263}\u{1d8c}\u{28f}\u{1eff}\u{ab5a}\u{3b3}\u{213d}\u{1d6c4}\u{1d6fe}\u{1d738}\u{1d772}\u{1d7ac}\u{2ca9}\u{443}\u{4af}\u{10e7}\u{118dc}\u{3a5}\u{3d2}\u{1d6bc}\u{1d6f6}\u{1d730}\u{1d76a}\u{1d7a4}\u{2ca8}\u{423}\u{4ae}\u{13a9}\u{13bd}\u{a4ec}\u{16f43}\u{118a4}\u{102b2}\u{1b4}\u{24f}\u{4b1}\u{24e}\u{4b0}',
  ],
  [
    'z',
    '\u{1d22}\u{ab93}\u{118c4}\u{118e5}\u{102f5}\u{396}\u{1d6ad}\u{1d6e7}\u{1d721}\u{1d75b}\u{1d795}\u{13c3}\u{a4dc}\u{118a9}\u{290}\u{1b6}\u{1b5}\u{225}\u{224}\u{1d76}',
  ],
];

/** Small letters that pass for Latin ones at a glance, which the Unicode table pairs with small capitals only. */
const AT_A_GLANCE: readonly (readonly [string, string])[] = [
  ['b', '\u{432}\u{3b2}'],
  ['h', '\u{43d}'],
  ['k', '\u{43a}\u{3ba}'],
  ['m', '\u{43c}'],
  ['n', '\u{3b7}\u{43f}'],
  ['r', '\u{433}'],
  ['t', '\u{442}\u{3c4}'],
  ['u', '\u{3bc}'],
  ['w', '\u{3c9}\u{448}'],
];

/** The confusable character → the ASCII letter or digit. Case is kept apart: a capital may pair where its small letter does not. */
export const CONFUSABLES: ReadonlyMap<string, string> = new Map(
  [...AT_A_GLANCE, ...DRAWN_LIKE].flatMap(([letter, chars]) =>
    Array.from(chars, (char) => [char, letter] as const),
  ),
);
