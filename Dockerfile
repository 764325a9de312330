# The command line alone: docker run --rm -e BASESPACE_ACCESS_TOKEN image whoami
# A fifth of the size without pyarrow; --build-arg EXTRAS=cli,parquet for harvests into Parquet.
FROM python:3.13-slim AS build
ARG EXTRAS=cli
COPY . /src
# Without a second pip, which nothing in the image needs.
RUN python -m venv --without-pip /opt/basespace \
    && pip --python /opt/basespace/bin/python install --no-cache-dir "/src[$EXTRAS]"

FROM python:3.13-slim
COPY --from=build /opt/basespace /opt/basespace
RUN useradd --uid 10001 --create-home basespace
USER 10001
WORKDIR /home/basespace
ENTRYPOINT ["/opt/basespace/bin/basespace-async"]
CMD ["--help"]
