# bash completion for findex.
_findex()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W 'update remove analyze stats verify compact dump help' -- "$word")
        return
    fi
    case $before in
    -i | --index) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    -F | --format) mapfile -t COMPREPLY < <(compgen -W 'text json jsonl' -- "$word"); return ;;
    --aliases) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '--index --purge --purge=all --jobs --memory --tz --language --aliases --no-extraction
            --format --quiet --verbose --help' -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _findex findex
