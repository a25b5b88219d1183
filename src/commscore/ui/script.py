"""The script that `commscore app` hands to Streamlit: an installed package has no app.py beside it."""

from commscore.ui import main, ready

if __name__ == "__main__":
    main()
    ready.begin()
