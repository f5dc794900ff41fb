# bash completion for findex.
_findex()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W 'update remove analyze stats verify compact dump help' -- "$word")
        return
    fi
    case $before in
    -i) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
    -F) mapfile -t COMPREPLY < <(compgen -W 'text json jsonl' -- "$word"); return ;;
    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '-i --purge --purge=all -j --memory -q -v --tz --help' -- "$word")
    else
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _findex findex
