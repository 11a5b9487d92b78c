"""The way from news articles to tables whose every cell can be followed to its words.

The modules stand in the order in which data goes through them, and each imports only from those before:

    problems      what is wrong, where, and what to do about it
    schemas       the tables, their fields and the names of their parsers and rules
    strict_yaml   YAML of one kind: blocks and strings, with their places
    sources       seeds, read and hashed; the text in which words are looked up
    annotations   the coders' files, read strictly
    anchors       words, found in the text exactly once
    markdown      text as Markdown that stays text
    expressions   numbers, dates, quotations and verbs of speech, spotted in the text
    readings      values, read from words
    claims        what one source's words say of one cell
    accounting    whether everything in a text is accounted for
    evidence      the register of pages outside the sources, and the reasons that cite them
    facts         what the claims on one cell agree on, and the rulings where they do not
    rows          the cells of one row, each with the words behind it
    checks        required cells, natural keys, references and ties
    provenance    the build's own tables: claims, cells, disagreements and evidence
    tables        from claims to all published tables
    second        the second, blind coding, compared with the first
    metadata      what the package is: title, version, licences, people, coverage
    package       CSV, Parquet, descriptors, codebook: the tables as files
    overview      who says what of one row, as a matrix
    printings     one statement as several sources print it, with the differing words marked
    pages         docs/facts.md, and the generated blocks of README.md
    catalogues    the package as others list it: CITATION.cff, .zenodo.json, croissant.json
    building      from a root folder to validated files in their places
    exports       the tables as one workbook and one database
    hosting       what sites that serve the data need: Datasette's metadata, Hugging Face's dataset card
    releasing     dist/: what a release holds
    published     a published package, read from a folder, a zip file or a git revision
    comparing     two published packages, compared, and the version that fits the change
    telling       what differs between them, as text, Markdown and JSON
    agreement     how far the two codings agreed before they were compared
    coding_aids   a new source's skeleton; a cell shown with its words
    cli           the command `curate`
"""
