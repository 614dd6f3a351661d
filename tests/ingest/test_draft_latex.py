"""LaTeX documents as drafts."""

import pytest

from ingest.draft import pasted, read
from ingest.draft.marks import Marks
from kb.model.draft import Draft

TEX = r"""% !TeX root \cite{root}
\documentclass[11pt]{article}
\begin{filecontents*}{tea.bib}
@article{inside, title = {Inside Tea}, author = {Leaf, Lena}, year = 2008, url = {https://e.org/a%20b}}
\end{filecontents*}
\usepackage{natbib}
\newcommand{\tea}[1]{the tea #1 \cite{macro}}
\title[Short]{Slow \emph{Tea}: \\ a Survey\thanks{Thanks to \textbf{all}.}}
\author{Kim Kettle \\ Institute of Tea}
\begin{document}
\maketitle
\begin{abstract}
Tea is na\"{\i}ve --- and ``slow''.
\end{abstract}

\section{Introduction}\label{sec:intro}
Tea is \textbf{slow}~\citep[see][p.~3]{kettle2010, pot:2009}, % a comment \citep{hidden}
as \citet{leaf_2008} and \Citeauthor*{kettle2010} say.\footnote{A \emph{note} by \textcite{note2011}.}
% a whole line \cite{hidden2}
It costs $x_1 < 5\%$ leaves, 50\% of all (Section~\ref{sec:intro}).
See \url{https://arxiv.org/abs/1001.00001} and \href{https://doi.org/10.9999/tea_7}{the cups}.
\begin{equation} E = mc^2 \cite{formula} \end{equation}
\begin{itemize}
  \item[(a)] First \parencite{first}
  \item Second \autocites[12]{second}[see][]{third}
\end{itemize}
\begin{verbatim}
\cite{verbatim}
\end{verbatim}
\iffalse \cite{never} \fi
\begin{figure}[t]
  \includegraphics[width=\textwidth]{cup.png}
  \caption{A cup \citep{cup}.}
\end{figure}
\bibliographystyle{plain}
\bibliography{tea}
\begin{thebibliography}{9}
\bibitem{kettle2010}
K. Kettle and P. Pot.
\newblock Slow tea.
\newblock {\em Journal of Tea}, 3(1), 2010.

\bibitem[Pot(2009)]{pot:2009}
Pia Pot. 2009. Cups. Tea Press.
\bibitem{odd} Nothing to be read.
\end{thebibliography}
\end{document}
\cite{after}
"""


def listed(draft: Draft) -> list[tuple[str, int, str]]:
    return [(one.citekey, one.line, one.work.title) for one in draft.references]


def test_a_document() -> None:
    draft = read("tea.tex", TEX.encode())
    assert draft.title == "Slow Tea: a Survey"
    assert draft.cited == (
        *("kettle2010", "pot:2009", "leaf_2008", "note2011", "arxiv:1001.00001", "doi:10.9999/tea_7"),
        *("first", "second", "third", "cup"),
    )
    assert draft.text.split("\n\n") == [
        "Tea is naïve — and “slow”.",
        "Introduction",
        "Tea is slow, as and say. (A note by.) It costs leaves, 50% of all (Section). See and the cups.",
        "(a) First",
        "Second",
        "A cup.",
    ]
    assert listed(draft) == [("kettle2010", 38, "Slow tea"), ("pot:2009", 43, "Cups"), ("inside", 4, "Inside Tea")]
    slow = draft.references[0].work
    assert (slow.names(), slow.year, slow.venue) == (("K. Kettle", "P. Pot"), 2010, "Journal of Tea")
    assert [(failure.line, failure.reason[:33]) for failure in draft.failures] == [
        (45, "no author, year and title recogni")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\cite{a}", ["a"]),
        (r"\citep[e.g.,][\S 3]{a,b, c }", ["a", "b", "c"]),
        (r"\citep[see {\em this}] {a}", ["a"]),
        (r"\citealp{a}\citealt*{b}\citeyear{c}\citeyearpar{d}", ["a", "b", "c", "d"]),
        (r"\autocite{a}\parencite*{b}\textcite{c}\footcite[3]{d}\footcitetext{e}\fullcite{f}", list("abcdef")),
        (r"\Cite{a}\Textcite{b}\smartcite{c}\supercite{d}\onlinecite{e}", list("abcde")),
        (r"\nocite{a}\nocite{*}", ["a"]),
        ("\\cite{a,\n  b}", ["a", "b"]),
        (r"\cite{DBLP:conf/nips/A+B.17}", ["DBLP:conf/nips/A+B.17"]),
        (r"\cite{茶2010}", ["茶2010"]),
        (r"\citetext{see \citealp{a}}", ["a"]),
        (r"\citestyle{nature}\setcitestyle{round}\citecolor{red}\cite{}", []),
    ],
)
def test_commands_that_cite(text: str, expected: list[str]) -> None:
    marks = Marks()
    assert [key for _, key in marks.found(marks.commands(text))] == expected


def test_a_pasted_piece_of_latex() -> None:
    draft = pasted("Tea is \\emph{slow} \\citep{kettle}.\n\nIt costs 5\\% more\\footnote{Or \\$5.}.")
    assert (draft.text, draft.cited) == ("Tea is slow.\n\nIt costs 5% more (Or $5.).", ("kettle",))


def test_chinese_latex() -> None:
    head = "\\documentclass{ctexart}\\title{慢泡综述}\\begin{document}\\section{引言}"
    text = head + "慢泡茶\\cite{叶2010}很“慢”。\n后来\\end{document}"
    draft = read("茶.tex", text.encode("gb18030"))
    assert (draft.title, draft.text, draft.cited) == ("慢泡综述", "引言\n\n慢泡茶很“慢”。后来", ("叶2010",))


def test_a_list_of_references_alone() -> None:
    item = "\\bibitem[{Pot et~al.(2009)Pot, Leaf}]{pot}\nPia Pot and Lena Leaf.\n\\newblock Cups.\n\\newblock Tea.\n"
    bbl = "\\begin{thebibliography}{1}\n\n" + item + "\\end{thebibliography}"
    draft = read("tea.bbl", bbl.encode())
    assert listed(draft) == [("pot", 3, "Cups")]
    assert (draft.references[0].work.year, draft.text, draft.cited) == (2009, "", ())


def test_braces_nested_deeply_are_read() -> None:
    draft = read("deep.tex", ("Tea " + "{" * 20_000 + "is" + "}" * 20_000 + " slow \\cite{a}.").encode())
    assert (draft.text, draft.cited) == ("Tea is slow.", ("a",))
    draft = read("deep.tex", ("Tea " + "\\footnote{" * 5_000 + "is" + "}" * 5_000 + " slow.").encode())
    assert draft.text == "Tea (is) slow."
