import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.latex import accented, to_latex, to_plain
from kb.text import clean


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        ("plain", "plain"),
        (r"r{\'e}sum{\'e}", "résumé"),
        (r"M{\"u}ller and \c{C}elik", "Müller and Çelik"),
        (r"\L{}ukasz \O rsted {\ss}", "Łukasz Ørsted ß"),
        (r"{\v S}koda, Erd{\H o}s", "Škoda, Erdős"),
        ("{AI} safety via {D}ebate", "AI safety via Debate"),
        (r"Tom \& Jerry, 100\% \#1 \_x", "Tom & Jerry, 100% #1 _x"),
        ("pages 1--9 --- done", "pages 1–9 — done"),
        ("``quoted''", "“quoted”"),
        ("Scaling as $O(n^2)$", "Scaling as $O(n^2)$"),
        ("van~Berg", "van Berg"),
        (r"\emph{very} \textbf{bold}", "very bold"),
        (r"\unknown{kept}", "kept"),
        ("{GPT} gets 50% right", "GPT gets 50% right"),  # % would begin a comment
        ("茶 {与} 水", "茶 与 水"),
        ("unbalanced {brace", "unbalanced brace"),
        ("", ""),
        (r"5 {\textless} 6 \textgreater{} 4", "5 < 6 > 4"),  # pylatexenc drops these
        (r"\url{https://e.org/~a\_b}", "https://e.org/~a_b"),
        (r"{\textbackslash}emph\{x\} \~{}7\^{}2", r"\emph{x} ~7^2"),
        (r"costs \$5, then $f''(x) -- \{y\}$ ``so''", r"costs $5, then $f''(x) -- \{y\}$ “so”"),
        (r"{\'{\i}}, \v{S}, \~n, \k a, \AA x, {\TeX}book", "í, Š, ñ, ą, Åx, TeXbook"),
        (r"{\em very} {\bf bold}, non\-breaking\ space\\here", "very bold, nonbreaking space here"),
        (r"\'{ae} \alpha", "áé α"),  # by pylatexenc
        ("5 $ is one dollar", "5 $ is one dollar"),
    ],
)
def test_to_plain(latex: str, expected: str) -> None:
    assert to_plain(latex) == expected


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("Tom & Jerry", r"Tom \& Jerry"),
        ("100% #1 _x $5", r"100\% \#1 \_x \$5"),
        ("{a}^b~c\\", r"\textbraceleft{}a\textbraceright{}\textasciicircum{}b\textasciitilde{}c\textbackslash{}"),
        ("résumé 茶", "résumé 茶"),
        ("1--2 --- ''x''", "1-{}-2 -{}-{}- '{}'x'{}'"),
    ],
)
def test_to_latex(plain: str, expected: str) -> None:
    assert to_latex(plain) == expected


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"M{\"u}ller and {\'E}lan and Ku{\c{c}}a", "Müller and Élan and Kuça"),
        (r"\O{}rsted, {\ss}, \L ukasz", "Ørsted, ß, Łukasz"),
        (r"Lena{-}Lu {van der Leaf} {\TeX} {,}", r"Lena-Lu {van der Leaf} {\TeX} {,}"),
    ],
)
def test_accented(latex: str, expected: str) -> None:
    assert accented(latex) == expected


WRITTEN = st.text(st.sampled_from("abé茶 &%#_${}~^\\-.,:;()[]'`\"?!1"), max_size=30).map(clean)


@given(WRITTEN)
def test_what_is_escaped_comes_back(plain: str) -> None:
    assert to_plain(to_latex(plain)) == plain


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert to_plain(text) == clean(to_plain(text))


@pytest.mark.parametrize("text", ["{" * 20000, "\\" * 9999, "$" * 9999, r"\begin{x}" * 500, r"\'" * 5000])
def test_hostile_text_is_taken(text: str) -> None:
    assert isinstance(to_plain(text), str)
