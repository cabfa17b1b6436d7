# Makes %phoenix known to every IPython of this environment; the package itself is imported at its first use.
def _register_phoenix():
    from importlib.util import find_spec

    try:
        shell = get_ipython()
    except NameError:
        return
    is_known = shell is None or "phoenix" in shell.magics_manager.magics["line"]
    if is_known or find_spec("jupyterlab_phoenix") is None:
        return

    def phoenix(line=""):
        """Launch and use jupyterlab-phoenix; see %phoenix help."""
        from jupyterlab_phoenix import load_ipython_extension

        # Puts the real magic, with its completions, in this one's place.
        load_ipython_extension(shell)
        return shell.run_line_magic("phoenix", line)

    shell.register_magic_function(phoenix, magic_kind="line", magic_name="phoenix")


_register_phoenix()
del _register_phoenix
