# fish completion for fsearch: options, their values, fields, and names from the index (speaker:Ki<Tab>).
function __fsearch_names --argument-names kind prefix
    fsearch --list $kind -- (string trim --left --chars='"' -- $prefix) 2>/dev/null | cut -f 1 | head -n 50
end

function __fsearch_fields
    set -l token (commandline -ct)
    switch $token
        case 'speaker:*'
            for name in (__fsearch_names speakers (string replace 'speaker:' '' -- $token))
                echo "speaker:\"$name\""
            end
        case 'entity:*' 'person:*' 'organization:*' 'place:*'
            set -l field (string split -m 1 : -- $token)[1]
            for name in (__fsearch_names entities (string replace "$field:" '' -- $token))
                echo "$field:\"$name\""
            end
        case 'desk:*'
            for name in (__fsearch_names desks (string replace 'desk:' '' -- $token))
                echo "desk:\"$name\""
            end
        case 'source:*'
            for name in (__fsearch_names sources (string replace 'source:' '' -- $token))
                echo "source:\"$name\""
            end
        case '*'
            printf '%s\n' title: desk: heading: section: speaker: said: entity: person: organization: place: source: \
                author: date: lang: id: AND OR NOT WITHIN
    end
end

complete -c fsearch -f -a '(__fsearch_fields)'
complete -c fsearch -s i -l index -r -a '(__fish_complete_directories)' -d 'index to search'
complete -c fsearch -s n -l limit -x -d 'hits to print'
complete -c fsearch -s o -l offset -x -d 'hits to pass over'
complete -c fsearch -s u -l unit -x -a 'article section quote' -d 'what is ranked'
complete -c fsearch -s F -l format -x -a 'text json jsonl tsv csv trec ids paths kwic' -d 'output format'
complete -c fsearch -l any -d 'any of the words will do'
complete -c fsearch -l plain -d 'words only'
complete -c fsearch -l exact -d 'no stemming'
complete -c fsearch -l speaker -x -a '(__fsearch_names speakers (commandline -ct))' -d 'who is quoted'
complete -c fsearch -l entity -x -a '(__fsearch_names entities (commandline -ct))' -d 'who or what is named'
complete -c fsearch -l desk -x -a '(__fsearch_names desks (commandline -ct))' -d 'desk of the newspaper'
complete -c fsearch -l section -x -a '(__fsearch_names sections (commandline -ct))' -d 'desk or heading'
complete -c fsearch -l heading -x -a '(__fsearch_names sections (commandline -ct))' -d 'heading of a section'
complete -c fsearch -l source -x -a '(__fsearch_names sources (commandline -ct))' -d 'source'
complete -c fsearch -l since -x -d 'first day'
complete -c fsearch -l until -x -d 'last day'
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
complete -c fsearch -l help -d help
complete -c fsearch -l version -d version
