# fish completion for fsearch: options, their values, fields, and names from the index (speaker:Ki<Tab>).

# KIND PREFIX: names of which a word begins with PREFIX, each with its number of articles as description.
function __fsearch_names --argument-names kind prefix
    set -l words (commandline -opc)
    set -l index
    for i in (seq (count $words))
        switch $words[$i]
            case -i --index
                test $i -lt (count $words); and set -a index -i $words[(math $i + 1)]
            case '--index=*'
                set -a index -i (string replace -- --index= '' $words[$i])
        end
    end
    fsearch $index --list $kind -- (string trim --left --chars='"\'' -- $prefix) 2>/dev/null | head -n 50
end

# The words of the query; behind a field and its colon the names that it knows, in quotation marks.
function __fsearch_query
    # What the shell has quoted is read as it is meant; fish quotes what it puts in.
    set -l token (commandline -ct | string replace -r '^[\'"]' '' | string replace -ra '\\\\(.)' '$1')
    set -l parts (string match -r '^(.*[ ("\'-]|)([a-z]+):"?([^"]*)$' -- $token)
    if test (count $parts) -eq 4
        set -l kind
        switch $parts[3]
            case speaker
                set kind speakers
            case entity person organization place
                set kind entities
            case desk
                set kind desks
            case section heading
                set kind sections
            case source
                set kind sources
            case '*'
                return
        end
        for line in (__fsearch_names $kind $parts[4])
            set -l name (string split \t -- $line)
            set -l value $name[1]
            string match -qr '^[[:alnum:]-]+$' -- $value; or set value '"'(string replace -a '"' ' ' -- $value)'"'
            printf '%s%s:%s\t%s\n' $parts[2] $parts[3] $value $name[2]
        end
    else
        printf '%s\n' title: desk: heading: section: speaker: said: entity: person: organization: place: source: \
            author: date: lang: id: AND OR NOT NEAR/ ADJ/ WITHIN SENTENCE PARAGRAPH SECTION TITLE QUOTE
    end
end

# The value of an option, also behind its "=".
function __fsearch_value --argument-names kind
    __fsearch_names $kind (commandline -ct | string replace -r '^--[a-z]+=' '' | string replace -ra '\\\\(.)' '$1')
end

complete -c fsearch -f -a '(__fsearch_query)'
complete -c fsearch -s i -l index -r -a '(__fish_complete_directories)' -d 'index to search'
complete -c fsearch -s n -l limit -x -d 'hits to print'
complete -c fsearch -s o -l offset -x -d 'hits to pass over'
complete -c fsearch -s u -l unit -x -a 'article section quote' -d 'what is ranked'
complete -c fsearch -s F -l format -x -a 'text json jsonl tsv csv trec ids paths kwic' -d 'output format'
complete -c fsearch -l any -d 'any of the words will do'
complete -c fsearch -l plain -d 'words only'
complete -c fsearch -l exact -d 'no stemming'
complete -c fsearch -l speaker -x -a '(__fsearch_value speakers)' -d 'who is quoted'
complete -c fsearch -l entity -x -a '(__fsearch_value entities)' -d 'who or what is named'
complete -c fsearch -l desk -x -a '(__fsearch_value desks)' -d 'desk of the newspaper'
complete -c fsearch -l section -x -a '(__fsearch_value sections)' -d 'desk or heading'
complete -c fsearch -l heading -x -a '(__fsearch_value sections)' -d 'heading of a section'
complete -c fsearch -l source -x -a '(__fsearch_value sources)' -d 'source'
complete -c fsearch -l since -x -a 'today yesterday -7d' -d 'first day'
complete -c fsearch -l until -x -a 'today yesterday -7d' -d 'last day'
complete -c fsearch -s s -l sort -x -a 'score date -date' -d 'order'
complete -c fsearch -l facet -x -a 'section desk speaker entity person organization place source' -d 'counts of a kind'
complete -c fsearch -l timeline -x -a 'day week month year' -d 'counts over time'
complete -c fsearch -s c -l count -d 'number of hits only'
complete -c fsearch -s q -l quiet -d 'nothing but the exit status'
complete -c fsearch -s 0 -l null -d 'NUL ends records'
complete -c fsearch -l explain -d 'arithmetic of scores'
complete -c fsearch -l k1 -x -d 'BM25 k1'
complete -c fsearch -l b -x -d 'BM25 b'
complete -c fsearch -l color -x -a 'auto always never' -d 'colours'
complete -c fsearch -l header -d 'header line'
complete -c fsearch -l timeout -x -d 'seconds'
complete -c fsearch -l batch -r -F -d 'queries from a file'
complete -c fsearch -l list -x -a 'speakers entities sections desks sources' -d 'names of the index'
complete -c fsearch -l show -x -d 'one article, section or quote'
complete -c fsearch -s h -l help -d help
complete -c fsearch -l version -d version
