/** The style sheet of the report: light, dark, paper; from 320 px up. */
export const STYLES = `
:root{color-scheme:light dark;
--bg:#f4f6f8;--card:#fff;--ink:#17212d;--soft:#51606f;--line:#dce2e9;--faint:#eef1f5;--link:#174e96;--do:#11683b;--do-bg:#eef8f1;--warn:#7a4b00;--warn-bg:#fff6e0;--warn-line:#e5bf6b;
--targeted:#7890ad;--locked:#40567a;--password-known:#b97700;--mfa-stopped:#d2571a;--compromised:#b4122d;--not:#dce2e9;
--h0:#d7e3f1;--h1:#aec8e4;--h2:#779fcd;--h3:#3f74b0;--h4:#174680;
--critical:#b4122d;--on-critical:#fff;--high:#bd3f0a;--on-high:#fff;--medium:#fbe4ab;--on-medium:#5f3d00;--low:#dbe7f6;--on-low:#174e96}
@media (prefers-color-scheme:dark){:root{
--bg:#0f141a;--card:#181f28;--ink:#e7ecf2;--soft:#a5b2c0;--line:#2d3844;--faint:#202933;--link:#8cbcff;--do:#7fd6a3;--do-bg:#14281e;--warn:#f3cd7f;--warn-bg:#2a2313;--warn-line:#6d5721;
--targeted:#6f87a6;--locked:#b3c4da;--password-known:#e5a832;--mfa-stopped:#ff8d50;--compromised:#ff5a6b;--not:#2d3844;
--h0:#21344b;--h1:#294d75;--h2:#336ba5;--h3:#559ade;--h4:#a3d0ff;
--critical:#c4203c;--on-critical:#fff;--high:#b8430f;--on-high:#fff;--medium:#4b3609;--on-medium:#ffdc8c;--low:#1d3655;--on-low:#bcd8ff}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:70rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1,h2,h3,h4{line-height:1.2;margin:0;text-wrap:balance}
h1{font-size:2.1rem;letter-spacing:-.015em;margin:.35rem 0 .5rem}
h2{font-size:1.4rem;letter-spacing:-.01em}
h3{font-size:1.02rem;margin:1.9rem 0 .6rem}
p{margin:.4rem 0}
a{color:var(--link)}
.soft,figcaption,.legend,footer{color:var(--soft)}
.brand{font-size:.85rem;font-weight:600;color:var(--soft)}
.lead{font-size:1.1rem;max-width:48rem}
.card,.do,.warn{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.25rem 1.5rem;margin:1.25rem 0}
.do{background:var(--do-bg);border-color:var(--do)}
.do h2{color:var(--do);font-size:1.1rem}
.warn{background:var(--warn-bg);border-color:var(--warn-line)}
.warn h2{color:var(--warn);font-size:1.1rem}
.do ol,.warn ul,.steps,.story{margin:.6rem 0 0;padding-left:1.35rem}
.do li,.warn li,.steps li,.story li{margin:.35rem 0}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:.75rem;margin:1.25rem 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem;color:var(--soft);font-size:.9rem;line-height:1.3}
.tiles b{display:block;font-size:1.9rem;line-height:1.15;color:var(--ink);font-weight:650;font-variant-numeric:tabular-nums}
.tiles .bad b{color:var(--compromised)}
.case{border-left-width:6px;padding:1.5rem 1.75rem}
.case.critical,.case.high{border-left-color:var(--critical)}
.case.high{border-left-color:var(--high)}
.case.medium{border-left-color:var(--password-known)}
.case.low{border-left-color:var(--targeted)}
.case h2{margin:.5rem 0 .2rem}
.badge{display:inline-block;border-radius:5px;padding:.08rem .5rem;font-size:.78rem;font-weight:700;letter-spacing:.03em;text-transform:uppercase;background:var(--low);color:var(--on-low);white-space:nowrap}
.badge.critical{background:var(--critical);color:var(--on-critical)}
.badge.high{background:var(--high);color:var(--on-high)}
.badge.medium{background:var(--medium);color:var(--on-medium)}
.facts{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.92rem;color:var(--soft);margin:.2rem 0 .8rem;padding:0;list-style:none}
.two{display:grid;grid-template-columns:1fr 1fr;gap:0 2.25rem}
.two>*{min-width:0}
.learnt{list-style:none;margin:.7rem 0 0;padding:0}
.learnt li{display:grid;grid-template-columns:3.4rem 1fr;gap:.6rem;margin:.45rem 0}
.learnt b{white-space:nowrap;font-variant-numeric:tabular-nums;text-align:right;font-size:1.05rem}
.split{display:block;border-radius:5px}
.note{font-size:.9rem;color:var(--soft)}
figure{margin:1.6rem 0 0}
figcaption{font-size:.9rem;margin-bottom:.5rem}
svg{display:block}
svg text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;fill:var(--soft)}
svg text.strong{font-weight:600;fill:var(--ink)}
.chart svg{overflow:visible;shape-rendering:auto}
.defs{position:absolute}
.grid{stroke:var(--line)}.over{stroke:var(--card);opacity:.75}.axis,.tick{stroke:var(--soft)}
.noticed{stroke:var(--ink);stroke-dasharray:3 3}
.gap{fill:url(#hatch)}.hatch{fill:var(--warn-line);opacity:.6}
.o-targeted{fill:var(--targeted)}.o-locked{fill:var(--locked)}.o-password-known{fill:var(--password-known)}.o-mfa-stopped{fill:var(--mfa-stopped)}.o-compromised{fill:var(--compromised)}.o-not{fill:var(--not)}
.mark{stroke:var(--card);stroke-width:1.5}
.h0{fill:var(--h0)}.h1{fill:var(--h1)}.h2{fill:var(--h2)}.h3{fill:var(--h3)}.h4{fill:var(--h4)}
.heat-ground{fill:var(--faint)}
.heat-grid{display:grid;grid-template-columns:15rem minmax(0,1fr);gap:.75rem}
.heat-names{list-style:none;margin:0;padding:0;font-size:12px;line-height:18px}
.heat-names li{height:18px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.heat-names .more{margin-top:22px;color:var(--soft)}
.legend{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem 1.1rem;list-style:none;margin:.6rem 0 0;padding:0;font-size:.85rem}
.legend li{display:flex;align-items:center;gap:.4rem}
.legend .key{flex:none;overflow:visible}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;color:var(--soft);font-size:.9rem;padding-bottom:.4rem}
th,td{text-align:left;vertical-align:top;padding:.42rem .9rem .42rem 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-weight:600;font-size:.85rem;white-space:nowrap}
tbody th{font-weight:400}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.t{white-space:nowrap;font-variant-numeric:tabular-nums}
.small{font-size:.85rem}
.people .who{width:34%}
.people .step td{border:0;padding:.9rem 0 .15rem;font-weight:600}
.people tbody:first-of-type .step td{padding-top:.6rem}
.arrow{color:var(--do)}
.far{display:flex;gap:.6rem;align-items:center}
.ladder{flex:none}
.far.hit{font-weight:600}
.bars th,.bars td{padding-top:.25rem;padding-bottom:.25rem}.bar{width:30%}.bar svg{margin:.4rem 0}
details{margin:.7rem 0}
summary{cursor:pointer;color:var(--link);font-size:.92rem}
code{font:.92em ui-monospace,"Cascadia Mono",Menlo,"DejaVu Sans Mono",monospace}
.filter{display:block;width:100%;max-width:22rem;margin:.3rem 0 .6rem;padding:.45rem .7rem;font:inherit;font-size:.92rem;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:6px}
th button{all:unset;cursor:pointer}
th button:focus-visible,a:focus-visible,summary:focus-visible,.filter:focus-visible{outline:2px solid var(--link);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
dl{display:grid;grid-template-columns:auto 1fr;gap:.35rem 1.2rem;margin:.6rem 0}
dt{display:flex;gap:.6rem;align-items:center;font-weight:600}dd{margin:0}
footer{font-size:.85rem;padding-top:.5rem;padding-bottom:3rem}
@media (max-width:44rem){
body{font-size:15px}header{padding-top:1.25rem}main,header,footer{padding-left:.9rem;padding-right:.9rem}
h1{font-size:1.6rem}h2{font-size:1.2rem}
.card,.do,.warn{padding:1rem}.case{padding:1.1rem 1rem}
.tiles{grid-template-columns:1fr 1fr}.two{grid-template-columns:1fr}.wide{display:none}.bars{margin-top:.6rem}
.heat-grid{grid-template-columns:6.5rem minmax(0,1fr);gap:.5rem}
.rows thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.rows,.rows tbody{display:block}.rows tr{display:flex;flex-wrap:wrap;gap:0 .9rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
.rows th,.rows td{border:0;padding:.05rem 0;white-space:normal}
.rows .who,.rows .whole{flex:1 0 100%;width:auto}.rows .n[data-word]::after{content:" " attr(data-word)}.rows .n,.rows .t{color:var(--soft)}
.people .step{border:0;padding:.8rem 0 0}.people .step td{padding:0}
dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}}
@media print{
:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#000;--soft:#3c4854;--line:#c9d0d8;--faint:#f1f3f6;--link:#000;--do:#11683b;--do-bg:#fff;--warn:#7a4b00;--warn-bg:#fff;--warn-line:#b98b2a;--targeted:#7890ad;--locked:#40567a;--password-known:#b97700;--mfa-stopped:#d2571a;--compromised:#b4122d;--not:#dce2e9;--h0:#d7e3f1;--h1:#aec8e4;--h2:#779fcd;--h3:#3f74b0;--h4:#174680;--critical:#b4122d;--high:#bd3f0a;--medium:#fbe4ab;--on-medium:#5f3d00;--low:#dbe7f6;--on-low:#174e96}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}.filter,details:not([open]){display:none}
.case{break-before:page}figure,tr,.do,.warn,.tiles{break-inside:avoid}h2,h3{break-after:avoid}}
@page{margin:15mm}
`;
