// The style sheet of the report.
#pragma once

#include <string_view>

namespace evenkeel::view {

// Line colours are told apart by people with colour-blindness too (after Okabe and Ito, 2008).
inline constexpr std::string_view kReportStyle = R"css(
:root { color-scheme: light dark; --page: #fdfdfb; --card: #fff; --ink: #1d2329; --soft: #5d6770;
  --rule: #dfe3e6; --a: #0072b2; --b: #d55e00; --c: #009e73; --limit: #b3261e; --mark: #7a6a00; }
@media (prefers-color-scheme: dark) { :root { --page: #14181b; --card: #1b2125; --ink: #e6eaed;
  --soft: #9aa5ad; --rule: #323b41; --a: #56b4e9; --b: #f0883e; --c: #2fc99a; --limit: #ff8a80;
  --mark: #e6c84a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
p { margin: .25rem 0 1rem; color: var(--soft); overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .5rem;
  margin: 1rem 0; }
dl div { background: var(--card); border: 1px solid var(--rule); border-radius: 6px;
  padding: .5rem .75rem; }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; font-size: 1.15rem; font-variant-numeric: tabular-nums; }
figure { margin: 0 0 1rem; background: var(--card); border: 1px solid var(--rule);
  border-radius: 6px; padding: .75rem; }
figcaption { margin-bottom: .75rem; }
figcaption small { color: var(--soft); }
.legend { display: inline-flex; flex-wrap: wrap; gap: 0 1rem; margin-left: 1rem; font-size: .85rem; }
.key::before { content: ""; display: inline-block; width: 1.1em; height: 0; margin-right: .4em;
  vertical-align: middle; border-top: 2.5px solid currentColor; }
.key.a::before { color: var(--a); } .key.b::before { color: var(--b); }
.key.c::before { color: var(--c); }
.key.limit::before { color: var(--limit); border-top-style: dashed; }
.key.mark::before { color: var(--mark); width: 0; height: 1em; border-top: 0;
  border-left: 2px solid currentColor; }
.key.fault::before, .key.warm-up::before { height: .8em; border: 0; opacity: .3;
  background: var(--limit); }
.key.warm-up::before { background: var(--soft); }
.plot { position: relative; margin: .5rem 0 1.4rem 3.2rem; height: 11rem; }
.plot svg { width: 100%; height: 100%; display: block; overflow: visible; }
.plot path { vector-effect: non-scaling-stroke; fill: none; }
.grid { stroke: var(--rule); stroke-width: 1px; }
.line { stroke-width: 2px; stroke-linejoin: round; }
.line.a { stroke: var(--a); } .line.b { stroke: var(--b); } .line.c { stroke: var(--c); }
.line.limit { stroke: var(--limit); stroke-dasharray: 6 4; stroke-width: 1.5px; }
svg .fault { fill: var(--limit); opacity: .14; } svg .warm-up { fill: var(--soft); opacity: .14; }
svg .mark { stroke: var(--mark); stroke-width: 3px; opacity: .35; pointer-events: stroke; }
svg .mark:hover { opacity: 1; stroke-width: 7px; }
.y span, .x span { position: absolute; font-size: .75rem; color: var(--soft);
  font-variant-numeric: tabular-nums; white-space: nowrap; }
.y span { right: calc(100% + .4rem); transform: translateY(-50%); }
.x span { top: calc(100% + .2rem); transform: translateX(-50%); }
.x span:first-child { transform: none; } .x span.last { transform: translateX(-100%); }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0;
  border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 500; }
td.time { font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 40rem) { body { padding: .75rem; } .plot { height: 9rem; margin-left: 2.6rem; }
  .legend { display: flex; margin: .25rem 0 0; } .x span:nth-child(even):not(.last) { display: none; }
  thead { display: none; } tr { display: block; border-bottom: 1px solid var(--rule);
  padding: .5rem 0; } td { display: block; border: 0; padding: 0; }
  td.what { font-weight: 600; } }
)css";

}  // namespace evenkeel::view
