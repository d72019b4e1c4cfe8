/**
 * Legal forms as they stand at the end of company names once punctuation is folded to spaces, longest first by words.
 * From the ISO 20275 entity legal forms in common use; a form that is also an ordinary word in names ("as", "co" inside)
 * is harmless because only the end of a name is looked at and a name never becomes empty.
 */
export const legalForms: readonly string[] = [
  // German-speaking
  'gesellschaft mit beschrankter haftung', 'gmbh and co kommanditgesellschaft', 'gmbh and co kgaa', 'gmbh and co kg', 'gmbh and co ohg',
  'ag and co kgaa', 'ag and co kg', 'ug haftungsbeschrankt', 'kgaa', 'ggmbh', 'gmbh', 'ohg', 'gbr', 'mbh', 'kg', 'ag', 'ug', 'ev', 'eg', 'eu', 'e k', 'e v', 'e g',
  // English-speaking
  'limited liability partnership', 'limited liability company', 'public limited company', 'limited partnership', 'incorporated', 'corporation', 'company', 'limited',
  'pty ltd', 'pty limited', 'pvt ltd', 'private limited', 'pte ltd', 'co ltd', 'co inc', 'l l c', 'l l p', 'p l c', 'pllc', 'llc', 'llp', 'plc', 'ltd', 'inc', 'corp', 'lp', 'pty', 'co', 'cic',
  // Romance
  'societa a responsabilita limitata', 'societe a responsabilite limitee', 'societe par actions simplifiee', 'societe anonyme', 'sociedad anonima de capital variable', 'sociedad anonima', 'sociedad limitada',
  's de r l de c v', 's a de c v', 's de rl de cv', 'sa de cv', 's a r l', 's a s u', 's a s', 's p a', 's r l', 's l u', 's n c', 's c p', 's a', 's l',
  'sarl', 'eurl', 'sasu', 'sas', 'srls', 'srl', 'spa', 'snc', 'slu', 'sci', 'scop', 'sca', 'ltda', 'lda', 'eireli', 'epe', 'cv', 'sl', 'sa',
  // Benelux and Nordic
  'besloten vennootschap', 'naamloze vennootschap', 'b v b a', 'b v', 'n v', 'bvba', 'vof', 'bv', 'nv', 'aktiebolag', 'aktieselskab', 'anpartsselskab', 'osakeyhtio',
  'a s', 'aps', 'asa', 'oyj', 'abp', 'hb', 'kb', 'ab', 'as', 'oy', 'ks', 'ehf', 'hf', 'sf',
  // Central and eastern Europe
  'spolka z ograniczona odpowiedzialnoscia', 'spolka akcyjna', 'sp z o o', 'sp z oo', 'z oo', 'sp zoo', 'spol s ro', 'sp j', 'sp k', 's r o', 'spol s r o', 'sro', 'a d', 'd o o', 'doo', 'dd', 'ad', 'kft', 'zrt', 'nyrt', 'bt', 'eood', 'ood', 'ead',
  'uab', 'sia', 'ou', 'oao', 'ooo', 'pao', 'zao',
  // Asia and the Middle East
  'kabushiki kaisha', 'sdn bhd', 'joint stock company', 'bhd', 'tbk', 'pt', 'kk', 'jsc', 'fze', 'fzco', 'fzc', 'wll', 'psc', 'anonim sirketi', 'limited sirketi', 'ltd sti', 'san ve tic a s',
];
