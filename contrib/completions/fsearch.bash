# bash completion for fsearch: options, their values, fields, and names from the index (speaker:Ki<Tab>).

_fsearch_index() # the -i options already on the line
{
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -i | --index) printf '%s\n%s\n' -i "${COMP_WORDS[i + 1]}" ;;
        esac
    done
}

_fsearch_names() # KIND PREFIX: names of the index, one a line
{
    local -a index
    mapfile -t index < <(_fsearch_index)
    fsearch "${index[@]}" --list "$1" -- "$2" 2>/dev/null | cut -f 1 | head -n 50
}

_fsearch_reply_names() # KIND PREFIX BEFORE: completions that keep what stands before the name
{
    local name
    COMPREPLY=()
    while IFS= read -r name; do
        [[ $name == *' '* ]] && name="\"$name\""
        COMPREPLY+=("$3$name")
    done < <(_fsearch_names "$1" "$2")
}

_fsearch()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    # ':' breaks words for readline: join "speaker" ":" "Ki" again.
    if [[ $word == : ]]; then
        word= && before=: && COMP_CWORD_FIELD=${COMP_WORDS[COMP_CWORD - 1]}
    elif [[ $before == : ]]; then
        COMP_CWORD_FIELD=${COMP_WORDS[COMP_CWORD - 2]}
    else
        COMP_CWORD_FIELD=
    fi
    local prefix=${word#\"}
    case $COMP_CWORD_FIELD in
    speaker) _fsearch_reply_names speakers "$prefix" ''; return ;;
    entity | person | organization | place) _fsearch_reply_names entities "$prefix" ''; return ;;
    desk) _fsearch_reply_names desks "$prefix" ''; return ;;
    section | heading) _fsearch_reply_names sections "$prefix" ''; return ;;
    source) _fsearch_reply_names sources "$prefix" ''; return ;;
    esac
    case $before in
    -i | --index) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    --batch) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    -u | --unit) mapfile -t COMPREPLY < <(compgen -W 'article section quote' -- "$word"); return ;;
    -F | --format) mapfile -t COMPREPLY < <(compgen -W 'text json jsonl tsv csv trec ids paths kwic' -- "$word"); return ;;
    -s | --sort) mapfile -t COMPREPLY < <(compgen -W 'score date -date' -- "$word"); return ;;
    --facet) mapfile -t COMPREPLY < <(compgen -W 'section desk speaker entity person organization place source' -- "$word"); return ;;
    --timeline) mapfile -t COMPREPLY < <(compgen -W 'day week month year' -- "$word"); return ;;
    --color) mapfile -t COMPREPLY < <(compgen -W 'auto always never' -- "$word"); return ;;
    --list) mapfile -t COMPREPLY < <(compgen -W 'speakers entities sections desks sources' -- "$word"); return ;;
    --speaker) _fsearch_reply_names speakers "$prefix" ''; return ;;
    --entity) _fsearch_reply_names entities "$prefix" ''; return ;;
    --desk) _fsearch_reply_names desks "$prefix" ''; return ;;
    --section | --heading) _fsearch_reply_names sections "$prefix" ''; return ;;
    --source) _fsearch_reply_names sources "$prefix" ''; return ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$(fsearch --help | grep -o -- '--[a-z0-9]*')" -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -W 'title: desk: heading: section: speaker: said: entity: person:
            organization: place: source: author: date: lang: id: AND OR NOT NEAR/ ADJ/ WITHIN' -- "$word")
        [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[:/] ]] && compopt -o nospace
    fi
}
complete -F _fsearch fsearch
