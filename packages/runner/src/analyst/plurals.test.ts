import { describe, expect, test } from "vitest";
import { plural, singular } from "./plurals.ts";

/** One and many, as trades write them. */
const pairs =
  `thesis theses, hypothesis hypotheses, synthesis syntheses, prosthesis prostheses, parenthesis parentheses,
  analysis analyses, biopsy biopsies, diagnosis diagnoses, prognosis prognoses, metastasis metastases, crisis crises,
  oasis oases, base bases, case cases, lease leases, purchase purchases, vase vases, phase phases, release releases,
  house houses, cause causes, spouse spouses, nurse nurses, horse horses, course courses, dose doses, hose hoses,
  rose roses, expense expenses, licence licences, exercise exercises, franchise franchises, bus buses, virus viruses,
  bonus bonuses, campus campuses, census censuses, chorus choruses, circus circuses, walrus walruses, surplus surpluses,
  octopus octopuses, apparatus apparatuses, status statuses, lens lenses, canvas canvases, atlas atlases, alias aliases,
  iris irises, trellis trellises, clematis clematises, address addresses, witness witnesses, mattress mattresses,
  process processes, class classes, box boxes, tax taxes, axe axes, quiz quizzes, waltz waltzes, prize prizes, maze mazes,
  wolf wolves, knife knives, wife wives, midwife midwives, life lives, loaf loaves, leaf leaves, shelf shelves, calf calves,
  half halves, thief thieves, scarf scarves, hoof hooves, valve valves, glove gloves, wave waves, olive olives, hive hives,
  archive archives, sleeve sleeves, drive drives, roof roofs, belief beliefs, chef chefs, safe safes, child children,
  grandchild grandchildren, person people, salesperson salespeople, man men, fireman firemen, woman women, foot feet,
  tooth teeth, goose geese, mouse mice, ox oxen, ski skis, taxi taxis, criterion criteria, phenomenon phenomena, taxon taxa, medium media,
  bacterium bacteria, memorandum memoranda, addendum addenda, stratum strata, curriculum curricula, appendix appendices,
  index indices, matrix matrices, vertex vertices, cactus cacti, fungus fungi, nucleus nuclei, alumnus alumni,
  stimulus stimuli, larva larvae, vertebra vertebrae, alga algae, movie movies, cookie cookies, calorie calories, pie pies,
  tie ties, rookie rookies, category categories, party parties, spy spies, day days, monkey monkeys, batch batches,
  match matches, coach coaches, cache caches, headache headaches, avalanche avalanches, dish dishes, tomato tomatoes,
  potato potatoes, cargo cargoes, volcano volcanoes, photo photos, video videos, studio studios, kilo kilos, silo silos,
  shoe shoes, horseshoe horseshoes, canoe canoes, toe toes, menu menus, guru gurus, employee employees, fee fees, bee bees,
  refugee refugees, specimen specimens, passerby passersby, mother-in-law mothers-in-law, series series, species species,
  sheep sheep, fish fish, aircraft aircraft, equipment equipment, staff staff, news news, premises premises`
    .split(",")
    .map((pair) => pair.trim().split(" ") as [string, string]);

describe("one and many", () => {
  test.each(pairs)("one %s, many %s", (one, many) => {
    expect([singular(many), plural(one)]).toEqual([one, many]);
    expect(singular(one)).toBe(one);
  });
  test.each([
    ["formulae", "formula"],
    ["antennae", "antenna"],
    ["stadia", "stadium"],
    ["referenda", "referendum"],
  ])("%s is many of %s, though few say so", (many, one) => expect(singular(many)).toBe(one));
});
