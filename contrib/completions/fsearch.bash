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

# KIND PREFIX STYLE: names of the index of which a word begins with PREFIX. What is put on the command line is quoted for
# the shell, whatever a name holds, and a name of several words for the query as well.
#   option  --speaker Kim\ Min-kyo        query  speaker:\"Kim\ Min-kyo\"        quoted  'speaker:"Kim Min-kyo"
_fsearch_reply_names()
{
    local name index LC_ALL=C.UTF-8
    mapfile -t index < <(_fsearch_index)
    COMPREPLY=()
    while IFS=$'\t' read -r name _; do
        [[ $3 != option && ! $name =~ ^[[:alnum:]-]+$ ]] && name="\"${name//\"/ }\""
        case $3 in
        quoted) COMPREPLY+=("$4${name//\'/\'\\\'\'}") ;;
        *) printf -v name %q "$name" && COMPREPLY+=("$name") ;;
        esac
        ((${#COMPREPLY[@]} < 50)) || break
    done < <(fsearch "${index[@]}" --list "$1" -- "$2" 2>/dev/null)
}

_fsearch_field() # FIELD PREFIX STYLE BEFORE: values of a field; fails where it has none to offer
{
    local kind
    case $1 in
    speaker) kind=speakers ;;
    entity | person | organization | place) kind=entities ;;
    desk) kind=desks ;;
    section | heading) kind=sections ;;
    source) kind=sources ;;
    *) return 1 ;;
    esac
    _fsearch_reply_names "$kind" "$2" "$3" "$4"
}

_fsearch_words() # WORDS CURRENT
{
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_fsearch_value() # OPTION CURRENT: values of an option; fails where it has none to offer
{
    case $1 in
    -i | --index) mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
    --batch) mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
    -u | --unit) _fsearch_words 'article section quote' "$2" ;;
    -F | --format) _fsearch_words 'text json jsonl tsv csv trec ids paths kwic' "$2" ;;
    -s | --sort) _fsearch_words 'score date -date' "$2" ;;
    --facet) _fsearch_words 'section desk speaker entity person organization place source' "$2" ;;
    --timeline) _fsearch_words 'day week month year' "$2" ;;
    --color) _fsearch_words 'auto always never' "$2" ;;
    --list) _fsearch_words 'speakers entities sections desks sources' "$2" ;;
    --speaker | --entity | --desk | --section | --heading | --source)
        _fsearch_field "${1#--}" "${2#[\"\']}" option ;;
    -n | --limit | -o | --offset | --since | --until | --k1 | --b | --timeout | --show) ;;
    *) return 1 ;;
    esac
}

_fsearch()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} field=
    COMPREPLY=()
    # ':' and '=' break words for readline: put "speaker" ":" "Ki" and "--unit" "=" "se" together again.
    if [[ $word == [:=] ]]; then
        [[ $word == : ]] && field=$before
        word=
    elif [[ $before == [:=] ]]; then
        [[ $before == : ]] && field=${COMP_WORDS[COMP_CWORD - 2]}
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if [[ $word == \'*:* ]]; then # inside quotes nothing is broken
        field=${word#\'} && field=${field%%:*}
        word=${word#*:}
        _fsearch_field "${field##*[ (]}" "${word#\"}" quoted "$field:"
        return
    fi
    word=${word#\\} && word=${word#\"}
    [[ -n $field ]] && _fsearch_field "$field" "$word" query && return
    _fsearch_value "$before" "$word" && return
    if [[ $word == -* ]]; then
        _fsearch_words "$(fsearch --help | grep -o -- '--[a-z0-9][a-z0-9]*' | sort -u)" "$word"
    else
        _fsearch_words 'title: desk: heading: section: speaker: said: entity: person: organization: place: source: author:
            date: lang: id: AND OR NOT NEAR/ ADJ/ WITHIN' "$word"
        [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[:/] ]] && compopt -o nospace
    fi
}
complete -F _fsearch fsearch
