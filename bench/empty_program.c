/* What a process costs that does nothing: the floor of "whole process" in the benchmarks. */
int main(void)
{
    return 0;
}
